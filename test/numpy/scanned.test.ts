import { dumps, Global } from 'brine';
import { NdArray, numpy } from 'brine/numpy';
import { scanSync } from 'brine/scan';
import { expect, test } from 'vitest';

const SUBCLASSES = [undefined, 'numpy.matrix', 'numpy.recarray', 'numpy.chararray'] as const;

test.for(
  SUBCLASSES.flatMap((name) =>
    ([0, 2, 4, 5] as const).map((protocol) => [name ?? 'numpy.ndarray', name, protocol] as const),
  ),
)('brine/scan calls the portable form of %s safe, at protocol %3$d', ([, name, protocol]) => {
  const subclass = name === undefined ? undefined : Global.of(name);
  const pickle = dumps(new NdArray({ ...NdArray.from(['ab', 'c']), subclass }), { codecs: [numpy], protocol });
  expect(scanSync(pickle)).toMatchObject({ verdict: 'safe', findings: [] });
});

test('what else the module numpy.char leads to is not', () => {
  const name = new Global('numpy', 'char.asarray');
  for (const protocol of [2, 4] as const) expect(scanSync(dumps(name, { protocol })).verdict).not.toBe('safe');
});
