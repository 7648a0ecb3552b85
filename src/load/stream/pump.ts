import { NeedMore, NeedSkip } from '../../bytes/reader.ts';
import type { RegistryCache } from '../../codec/registry.ts';
import { resolveLimits } from '../../limits.ts';
import type { LoadOptions } from '../../options.ts';
import { resolveLoadOptions } from '../load-settings.ts';
import { Machine } from '../machine.ts';
import { needsMore, withFormatName } from '../not-a-pickle.ts';
import { Feed } from './feed.ts';
import type { ChunkSource } from './source.ts';

/**
 * A read that stops where it needs something. `'chunk'`: the feed needs another chunk, or to know that there is none.
 * `'turn'`: a portion is done, and other work may run.
 */
export type Steps<T> = Generator<'chunk' | 'turn', T, undefined>;

/** Reads one pickle. */
export function* pump(feed: Feed, machine: Machine): Steps<unknown> {
  feed.reader.openFrames.length = 0;
  machine.begin();
  for (;;) {
    const outcome = resume(machine);
    if (outcome.kind === 'need') {
      yield* filled(feed, outcome.need);
    } else if (outcome.kind === 'value') {
      // A frame that was begun must lie within the source, or the pickle is truncated. So the rest of the source comes
      // first.
      if (feed.promised > 0) yield* filled(feed, new NeedMore(feed.reader.pos + feed.promised));
      return outcome.value;
    } else {
      // A truncated frame is an earlier error than this one.
      while (feed.promised > 0) yield 'chunk';
      while (!feed.isComplete && needsMore(outcome.error, feed.head)) yield 'chunk';
      throw withFormatName(outcome.error, feed.head);
    }
  }
}

type Outcome =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'need'; readonly need: NeedMore }
  | { readonly kind: 'error'; readonly error: unknown };

/** Continues as far as the available bytes go. */
function resume(machine: Machine): Outcome {
  try {
    return { kind: 'value', value: machine.resume() };
  } catch (error) {
    return error instanceof NeedMore ? { kind: 'need', need: error } : { kind: 'error', error };
  }
}

/** Gets what is needed, or all that is left. */
export function* filled(feed: Feed, need: NeedMore): Steps<void> {
  if (need instanceof NeedSkip) feed.skip(need.count);
  else {
    feed.want(need);
    while (!feed.supply()) yield 'chunk';
  }
  yield 'turn';
}

/**
 * Reads one pickle from chunks that are available when asked for, as from {@link ChunkSource.next}. `total` is their
 * size in bytes, if known.
 */
export function loadSync(
  pull: (room?: Uint8Array) => Uint8Array | undefined,
  total: number | undefined,
  options: LoadOptions,
  codecs: RegistryCache,
): unknown {
  const feed = new Feed(total, options.limits?.memory);
  const machine = new Machine(feed.reader, resolveLoadOptions(options, codecs, total ?? 0));
  const reading = pump(feed, machine);
  for (let step = reading.next(); ; step = reading.next()) {
    if (step.done === true) return step.value;
    if (step.value === 'turn') continue;
    const chunk = pull(feed.room);
    if (chunk === undefined) feed.end();
    else feed.offer(chunk);
    if (total === undefined) machine.raise(resolveLimits(options.limits, feed.received));
  }
}
