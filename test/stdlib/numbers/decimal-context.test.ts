import { expect, test } from 'vitest';
import { dumps, Global, Instance, loads, Tuple } from '../../../src/index.ts';
import { DecimalContext } from '../../../src/stdlib.ts';
import { bothDirections, pythonFinds } from '../both-directions.ts';
import { checkRows } from '../rows.ts';

test('every measured pickle', () =>
  checkRows('Context', (value) => {
    expect(value).toBeInstanceOf(DecimalContext);
    const { prec, rounding, Emin, Emax, capitals, clamp, flags } = value as DecimalContext;
    expect([prec, rounding, Emin, Emax, capitals, clamp, flags]).toEqual([
      ...[5, 'ROUND_HALF_EVEN', -999_999, 999_999, 1, 0],
      [],
    ]);
  }));

test('both directions', async () => {
  const setup = 'import decimal';
  const by = 'x.prec, x.rounding, x.Emin, x.Emax, x.capitals, x.clamp, x.flags, x.traps';
  for (const expression of ['decimal.Context(prec=9)', 'decimal.ExtendedContext', 'decimal.Context(traps=[])']) {
    await bothDirections(expression, (value) => expect(value).toBeInstanceOf(DecimalContext), { setup, by });
  }
  await pythonFinds(new DecimalContext(12), `x.prec == 12 and x.traps == decimal.Context().traps`);
});

test('other arguments than Python writes are kept', () => {
  for (const args of [[5], [5, 'ROUND_UP', 0, 0, 1, 0, [], null], [1.5, 'ROUND_UP', 0, 0, 1, 0, [], []]]) {
    const call = new Instance(Global.of('decimal.Context'), 'call', Tuple.from<unknown>(args));
    expect(loads(dumps(call))).toEqual(call);
  }
});
