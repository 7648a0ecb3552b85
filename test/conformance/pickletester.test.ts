/** CPython's own tests of pickle, with Brine in between: a part of `npm run conformance:pickletester`. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { localPythons } from '../oracle.ts';

const script = fileURLToPath(new URL('../../conformance/pickletester.py', import.meta.url));
/** The part that is quick: what loads, and objects of classes. */
const PARTS = ['UnpicklerTests', 'PersistentTests', 'HookTests', 'recursive', 'newobj'];

/** Methods that differ from version to version. */
const DIFFERENT = ['bad_getattr', 'ascii_only', 'evil_pickler', 'recursive_set', 'test_py_methods', 'buffers_numpy'];

const withTests = localPythons().filter(
  ({ command }) => spawnSync(command, ['-c', 'import test.pickletester']).status === 0,
);
const tested = withTests.filter(({ version }) => version === '3.13');

if (tested.length === 0) {
  console.warn("no local CPython 3.13 with its tests: CPython's own tests of pickle are not run");
}

test("CPython's own tests pass with Brine in between, where a Python has them", { timeout: 600_000 }, () => {
  for (const { command } of tested) {
    const { status, stdout, stderr } = spawnSync(command, [script, ...PARTS], { maxBuffer: 2 ** 26 });
    const text = `${stdout}${stderr}`;
    expect(text).not.toContain('WRONG');
    expect(Number(/Total: \d+ methods: (\d+) passed/.exec(text)?.[1])).toBeGreaterThan(200);
    expect(status).toBe(0);
  }
});

test.for(withTests)(
  'the list of what does not apply holds for CPython $version',
  { timeout: 600_000 },
  ({ command }) => {
    const { status, stdout, stderr } = spawnSync(command, [script, ...DIFFERENT], { maxBuffer: 2 ** 26 });
    expect(`${stdout}${stderr}`).not.toContain('WRONG');
    expect(status).toBe(0);
  },
);
