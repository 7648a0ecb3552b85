import type { Node } from '../graph/graph.ts';
import { nodeSummary } from '../graph/node-summary.ts';

/** A path into a value: the path to its container, and the last step. */
export interface DiffPath {
  readonly parent: DiffPath | undefined;
  /** An index, a key, or text to show. */
  readonly step: number | Node | string;
  /** Whether a key is shown as an attribute, if it can be one. */
  readonly isAttribute?: boolean;
}

/** How many steps are shown at the beginning and at the end of a long path. */
const SHOWN = 50;

/** How many steps a path has, and the last of those shown at its beginning. */
interface Reach {
  readonly length: number;
  readonly head: DiffPath;
}

/**
 * Paths share their beginnings, which are walked once; otherwise a difference at each depth would take quadratic time.
 */
const reaches = /* @__PURE__ */ new WeakMap<DiffPath, Reach>();

function reachOf(path: DiffPath): Reach {
  const unknown: DiffPath[] = [];
  let at: DiffPath | undefined = path;
  for (; at !== undefined && !reaches.has(at); at = at.parent) unknown.push(at);
  let reach = at === undefined ? undefined : reaches.get(at);
  for (const step of unknown.reverse()) {
    const length: number = (reach?.length ?? 0) + 1;
    reach = { length, head: reach === undefined || length <= SHOWN ? step : reach.head };
    reaches.set(step, reach);
  }
  return reach ?? { length: 0, head: path };
}

/** `$['a'][0].x`; the middle of a long path is `...`. */
export function pathText(path: DiffPath | undefined): string {
  if (path === undefined) return '$';
  const { length, head } = reachOf(path);
  if (length <= 2 * SHOWN) return `$${stepsText(path, length)}`;
  return `$${stepsText(head, SHOWN)}...${stepsText(path, SHOWN)}`;
}

/** The last `count` steps of a path. */
function stepsText(path: DiffPath, count: number): string {
  const last: string[] = [];
  for (let at: DiffPath | undefined = path; at !== undefined && last.length < count; at = at.parent) {
    last.push(stepText(at));
  }
  return last.reverse().join('');
}

function stepText({ step, isAttribute }: DiffPath): string {
  if (typeof step === 'number') return `[${step}]`;
  if (typeof step === 'string') return step;
  const isName = isAttribute === true && step.type === 'str' && /^[A-Za-z_]\w*$/.test(step.value);
  return isName ? `.${step.value}` : `[${nodeSummary(step)}]`;
}
