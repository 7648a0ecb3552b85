/**
 * Brine in other runtimes, beside the optimised CPython.
 *
 * @module
 */
import { installed, Missing, RUNTIMES } from '../test/runtimes/npm-runtimes.js';

/** So that each has a collector to call before it is timed. */
const FLAGS = { Node: ['--expose-gc', '--max-old-space-size=6144'], Bun: [], Deno: ['--v8-flags=--expose-gc'] };
/** Not a release with long support yet. */
const LEFT_OUT = 'Node 26';

/**
 * This Node, and what npm has of the others.
 *
 * @returns {Promise<{ name: string, command: string, args: string[] }[]>}
 */
export async function runtimesHere() {
  const here = { name: `Node ${process.versions.node}`, command: process.execPath, args: FLAGS.Node };
  const others = [];
  for (const runtime of RUNTIMES) {
    if (runtime.name === LEFT_OUT) continue;
    try {
      const { command, args, version } = await installed(runtime);
      others.push({ name: version, command, args: [...args, ...FLAGS[version.split(' ')[0]]] });
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      console.error(`${runtime.name}: not measured: ${error.message}`);
    }
  }
  return [here, ...others];
}
