import { expect, test } from 'vitest';
import { Global, loads } from '../../../src/index.ts';
import { EnumMember, PyParameter, PySignature } from '../../../src/stdlib.ts';
import { oracle } from '../../oracle.ts';
import { bothDirections } from '../both-directions.ts';
import { checkRows } from '../rows.ts';

test('every measured pickle', () => {
  checkRows('Parameter', (value) => {
    expect(value).toBeInstanceOf(PyParameter);
    const { name, kind, hasDefault } = value as PyParameter;
    expect([name, (kind as EnumMember).name, hasDefault]).toEqual(['a', 'POSITIONAL_ONLY', false]);
  });
  checkRows('Signature', (value) => {
    expect(value).toBeInstanceOf(PySignature);
    expect((value as PySignature).parameters.every((parameter) => parameter instanceof PyParameter)).toBe(true);
  });
});

test('a signature has its parameters, in both directions', async () => {
  const python = await oracle();
  python.run('import inspect\ndef f(a, /, b: int, c=5, *args, d: str = "x", **kw) -> float: pass');
  await bothDirections(
    'inspect.signature(f)',
    (value) => {
      const { parameters, returnAnnotation, hasReturnAnnotation } = value as PySignature;
      const shown = parameters.map((parameter) => {
        if (!(parameter instanceof PyParameter)) throw new TypeError('no parameter');
        const { name, kind, hasDefault, hasAnnotation } = parameter;
        expect(kind).toBeInstanceOf(EnumMember);
        return `${name} ${(kind as EnumMember).name} ${hasDefault} ${hasAnnotation}`;
      });
      expect(shown).toEqual([
        'a POSITIONAL_ONLY false false',
        'b POSITIONAL_OR_KEYWORD false true',
        'c POSITIONAL_OR_KEYWORD true false',
        'args VAR_POSITIONAL false false',
        'd KEYWORD_ONLY true true',
        'kw VAR_KEYWORD false false',
      ]);
      expect([hasReturnAnnotation, returnAnnotation]).toEqual([true, Global.of('builtins.float')]);
    },
    { shown: false },
  );
});

test('a state without its entries is refused', () => {
  for (const name of ['Parameter\n(Va\nI0\nt', 'Signature\n((tt']) {
    expect(() => loads(Buffer.from(`cinspect\n${name}R}b.`))).toThrow(expect.objectContaining({ code: 'bad-state' }));
  }
});
