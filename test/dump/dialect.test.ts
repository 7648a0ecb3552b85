import { expect, test } from 'vitest';
import { dialectOf } from '../../src/dump/dialect.ts';
import { dumps } from '../../src/index.ts';
import { PYTHON_VERSIONS } from '../../src/python-version.ts';
import { localPythons, runPython } from '../oracle.ts';

test.for(PYTHON_VERSIONS)('without a protocol, %s writes its own default protocol', (python) => {
  const { defaultProtocol } = dialectOf(python);
  expect(dumps(null, { python })).toEqual(dumps(null, { python, protocol: defaultProtocol }));
  expect(dumps(null, { python })[1]).toBe(defaultProtocol);
});

test.for(localPythons())('the default protocol is that of CPython $version', (local) => {
  const python = PYTHON_VERSIONS.find((version) => version === local.version);
  const theirs = runPython(local, 'import pickle; print(pickle.DEFAULT_PROTOCOL)').toString().trim();
  expect(String(dialectOf(python).defaultProtocol)).toBe(theirs);
});

test('a version that is not known is refused by name', () => {
  for (const python of ['3.7', '3.16', '3', '2.7', 3.14])
    expect(() => Reflect.apply(dumps, undefined, [null, { python }]), String(python)).toThrow(
      /^options\.python needs one of 3\.8, .*3\.15, got/,
    );
});
