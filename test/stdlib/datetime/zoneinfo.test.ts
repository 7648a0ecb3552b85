import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Dict, dumps, Global, Instance, loads, Tuple } from '../../../src/index.ts';
import { BoundMethod, PyDateTime, PyTime, ZoneInfo } from '../../../src/stdlib.ts';
import { repr } from '../../../src/tools.ts';
import { localPythons, oracle, runPython } from '../../oracle.ts';
import { expectRow } from '../rows.ts';

const paris = new ZoneInfo('Europe/Paris');

test('the row of real Pythons', () => expectRow('zoneinfo', paris));

test.for(localPythons().filter(({ version }) => Number(version.split('.')[1]) >= 9))(
  'Python $version and back, at every protocol',
  (python) => {
    const script = `
import base64, json, pickle, sys
from datetime import *
from zoneinfo import ZoneInfo
names = ['UTC', 'Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Africa/Monrovia', 'Australia/Lord_Howe']
times = [datetime(y, m, d, h, 30, 5, 7, ZoneInfo(n), fold=f) for n in names for y in [1700, 1971, 2024, 2200]
  for m, d in [(1, 1), (3, 10), (3, 31), (4, 7), (10, 27), (11, 3)] for h in [0, 1, 2, 3] for f in [0, 1]]
zones = [ZoneInfo('Europe/Paris'), ZoneInfo.no_cache('Asia/Kolkata'), time(1, tzinfo=ZoneInfo('UTC'))]
sent = json.load(sys.stdin)
if sent:
    back = [pickle.loads(base64.b64decode(text)) for text in sent]
    print(json.dumps([[repr(v) for v in b] == [repr(v) for v in times + zones] and b[-3] is zones[0] for b in back]))
else:
    dumped = [base64.b64encode(pickle.dumps(times + zones, p)).decode() for p in range(6)]
    print(json.dumps([dumped, [repr(v) for v in times + zones], [t.isoformat() for t in times],
      [(t - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(milliseconds=1) for t in times]]))
`;
    const answer = runPython(python, script, Buffer.from('[]')).toString();
    const [pickles, reprs, iso, epochs] = JSON.parse(answer) as [string[], string[], string[], number[]];
    for (const text of pickles.slice(4)) {
      const values = loads<(PyDateTime | ZoneInfo | PyTime)[]>(Buffer.from(text, 'base64'));
      expect(values.map((value) => repr(value))).toEqual(reprs);
      const times = values.filter((value) => value instanceof PyDateTime);
      expect(times.map((at) => at.toJSON())).toEqual(iso);
      expect(times.map((at) => at.toDate().getTime())).toEqual(epochs);
      expect(values.at(-2)).toStrictEqual(new ZoneInfo('Asia/Kolkata', false));
    }
    const back = pickles.slice(4).map((text, i) => {
      const values: unknown = loads(Buffer.from(text, 'base64'));
      return Buffer.from(dumps(values, { protocol: i === 0 ? 4 : 5 })).toString('base64');
    });
    expect(JSON.parse(runPython(python, script, Buffer.from(JSON.stringify(back))).toString())).toEqual([true, true]);
  },
);

test('through CPython 3.14, which is given a zone', async () => {
  const python = await oracle();
  python.run(`
import os, struct, zoneinfo
os.makedirs('/tz/Test', exist_ok=True)
with open('/tz/Test/Zone', 'wb') as f:
    f.write(b'TZif' + bytes(16) + struct.pack('>6l', 0, 0, 0, 0, 1, 4) + struct.pack('>lbb', 3600, 0, 0) + b'CET' + bytes(1))
zoneinfo.reset_tzpath(['/tz'])
`);
  for (const protocol of [0, 1, 2, 3, 4, 5] as const) {
    for (const [cached, made] of [
      [true, "zoneinfo.ZoneInfo('Test/Zone')"],
      [false, "zoneinfo.ZoneInfo.no_cache('Test/Zone')"],
    ] as const) {
      const pickle = python.dumps(made, protocol);
      expect(loads(pickle)).toStrictEqual(new ZoneInfo('Test/Zone', cached));
      expect(dumps(new ZoneInfo('Test/Zone', cached), { protocol })).toEqual(pickle);
      expect(python.check(pickle, `(x is ${made}) is ${cached ? 'True' : 'False'} and x.key == 'Test/Zone'`)).toBe(
        true,
      );
    }
  }
});

test('its getattr and no other', () => {
  const getattr = Global.of('builtins.getattr');
  const attribute = (protocol: 3 | 4, ...args: unknown[]): unknown =>
    loads(dumps(new Instance(getattr, 'call', Tuple.from(args)), { protocol }));
  for (const protocol of [3, 4] as const) {
    expect(attribute(protocol, ZoneInfo, '_unpickle')).toBeTypeOf('function');
    expect(attribute(protocol, paris, '_unpickle')).toEqual(new BoundMethod(paris, '_unpickle'));
  }
  for (const name of ['clear_cache', '__init__', 'constructor']) {
    expect(attribute(3, ZoneInfo, name)).toEqual(new Global('zoneinfo', `ZoneInfo.${name}`));
    expect(attribute(4, ZoneInfo, name)).toEqual(new BoundMethod(ZoneInfo, name));
  }
  expect(attribute(3, Global.of('os.os'), '_unpickle')).toEqual(new Global('os', 'os._unpickle'));
});

test('wrong arguments are refused', () => {
  const unpickle = new Instance(Global.of('builtins.getattr'), 'call', Tuple.of<unknown>(ZoneInfo, '_unpickle'));
  for (const args of [[], ['UTC'], ['UTC', 1, 2], [5, 1], [null, 0]]) {
    const pickle = dumps(new Instance(unpickle, 'call', Tuple.from(args)));
    expect(() => loads(pickle)).toThrow(expect.objectContaining({ code: 'bad-call' }));
  }
  const named = Global.of('zoneinfo.ZoneInfo');
  expect(loads(dumps(new Instance(named, 'call', Tuple.from(['UTC']))))).toStrictEqual(new ZoneInfo('UTC'));
  for (const how of ['call', 'new'] as const) {
    const pickle = dumps(new Instance(named, how, Tuple.from([1])));
    expect(() => loads(pickle)).toThrow(expect.objectContaining({ code: 'bad-call' }));
  }
});

test('as a key, in JSON and by inspection', () => {
  const dict = new Dict([[paris, 1]]);
  expect(dict.get(new ZoneInfo('Europe/Paris'))).toBe(1);
  const own = new ZoneInfo('Europe/Paris', false);
  expect(dict.get(own)).toBeUndefined();
  dict.set(own, 2);
  expect(dict.get(own)).toBe(2);
  const at = (zone: ZoneInfo): PyDateTime => new PyDateTime(2024, 1, 1, 0, 0, 0, 0, zone);
  expect(new Dict([[at(paris), 1]]).get(at(new ZoneInfo('Europe/Paris')))).toBe(1);
  expect(JSON.stringify([paris, at(paris), new PyTime(1, 2, 3, 4, paris)])).toBe(
    '["Europe/Paris","2024-01-01T00:00:00+01:00","01:02:03.000004[Europe/Paris]"]',
  );
  expect(inspect([paris, at(paris)])).toBe(
    "[\n  zoneinfo.ZoneInfo(key='Europe/Paris'),\n  datetime.datetime(2024, 1, 1, 0, 0, tzinfo=zoneinfo.ZoneInfo(key='Europe/Paris'))\n]",
  );
});

test('a zone that the runtime does not know is kept', () => {
  const at = new PyDateTime(2024, 1, 1, 0, 0, 0, 0, new ZoneInfo('Moon/Tycho'));
  expect(loads(dumps(at))).toStrictEqual(at);
  expect(at.toJSON()).toBe('2024-01-01T00:00:00[Moon/Tycho]');
  expect(() => at.toDate()).toThrow(TypeError);
});
