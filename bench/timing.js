/**
 * Time of this thread and by the clock.
 *
 * @module
 */

/** Nanoseconds of CPU: of the main thread where the runtime tells (Node 24), else of the process. */
export function cpuNow() {
  const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage();
  return (user + system) * 1000;
}

/** How many calls at least put the memory there that the next ones find. */
const CALLS_BEFORE = 3;

/**
 * Calls `run` so many times; nanoseconds a call.
 *
 * Where that is many times, a third more before: a full collection gives the memory of young objects back to the system,
 * and the first calls after it pay for getting it again, not for what they do.
 *
 * @param memory - 'there': the same for few calls. 'new': these pay for their memory.
 */
export function timed(run, calls, memory) {
  collect();
  const before = memory === 'there' ? Math.max(CALLS_BEFORE, calls / 3) : calls / 3 - 1;
  for (let i = 0; i < before; i++) {
    keep(run());
    // The memory of what is kept cannot be used again.
    if (memory === 'there') keep(undefined);
  }
  const cpu = cpuNow();
  const wall = performance.now();
  let last;
  for (let i = 0; i < calls; i++) last = run();
  const spent = { wall: ((performance.now() - wall) * 1e6) / calls, cpu: (cpuNow() - cpu) / calls };
  keep(last);
  return spent;
}

/** A full collection, where the runtime has one to call. */
function collect() {
  if (globalThis.Bun !== undefined) globalThis.Bun.gc(true);
  else globalThis.gc?.();
}

/** Runs until so many milliseconds are over, at least three times; milliseconds of the fastest call. */
export function warmed(run, forMs) {
  const end = performance.now() + forMs;
  let best = Number.POSITIVE_INFINITY;
  let batch = 1;
  for (let i = 0; i < 3 || performance.now() < end; i++) {
    const start = performance.now();
    for (let j = 0; j < batch; j++) keep(run());
    const each = (performance.now() - start) / batch;
    best = Math.min(best, each);
    if (each * batch < 1) batch = Math.min(batch * 2, 1000);
  }
  return best;
}

let kept;

/** So that no call is left out for having no use. */
function keep(value) {
  kept = value;
  return kept;
}
