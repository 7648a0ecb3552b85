import { expect, test } from 'vitest';
import { dumps, loads } from '../src/index.ts';
import { oracle } from './oracle.ts';
const exprs = ['None','True','[1,2,3]','{"a":1,"b":[1.5,-2]}','(1,)','()','{1,2,3}','frozenset([5,1])','b"abc"','bytearray(b"xyz")','2**70','-2**63','1e300','"h\u00e9llo \U0001f600"','...','NotImplemented','type(None)','range(3,10,2)','slice(1,None,2)','3+4j','[[]]*3','{(1,2):3,True:4}','len','dict','[float("inf"),float("nan"),-0.0,0.0]', '"\\ud800"','list(range(2500))','{i:i for i in range(1000)}','set(range(1000))','"x"*70000','[b"y"*70000]', '{None:1}', 'b""','[b"", b""]', '["a","a"]'];
for (const p of [0,1,2,3,4,5] as const) test(`round trip ${p}`, async () => {
  const py = await oracle();
  const pickles = py.dumpsAll(exprs, p);
  for (const [i, b] of pickles.entries()) {
    const v = loads(b);
    const out = dumps(v, { protocol: p });
    expect([exprs[i], Buffer.from(out).toString('latin1').slice(0,300)]).toEqual([exprs[i], Buffer.from(b).toString('latin1').slice(0,300)]);
    expect(out.length).toBe(b.length);
  }
});
