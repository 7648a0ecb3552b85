/** `dis`, `genops` and `optimize` give what CPython's pickletools gives, errors included. */
import { beforeAll, describe, expect, test } from 'vitest';
import { PYTHON_VERSIONS, type PythonVersion } from '../../src/python-version.ts';
import { hex } from '../fixtures.ts';
import { mutants } from '../mutants.ts';
import { localPythons, type Oracle, oracle, runPython } from '../oracle.ts';
import { type Answers, answersOf, MEASURED, SCRIPT } from '../pickletools.ts';

/** What a 64-bit Python of 3.14 says otherwise than the 32-bit one that was measured. */
const ONLY_32_BIT = new Set(['58ffffffff6162']);

/** Where the measured answers of a version stand. */
const ROWS: readonly (readonly [PythonVersion, string])[] = [
  ['3.8', '3.8'],
  ['3.9', '3.8'],
  ['3.10', '3.8'],
  ['3.11', '3.8'],
  ['3.12', '3.8'],
  ['3.13', '3.13'],
  ['3.14', '3.14'],
  ['3.15', '3.15'],
];

/** Odd ones that no mutation finds soon. Each is asked of every Python. */
const ODD: readonly string[] = [
  '2885742e', // a mark taken by TUPLE1
  '28284e8574742e',
  '6730 0a 2e', // GET before PUT at protocol 0: gNone
  '68002e',
  '8006 4e 2e',
  '80ff 4e 2e',
  '4e 7030300a 6730310a 2e', // False and True as memo keys
  '4e 702d310a 672d310a 2e',
  '4e 70393939393939393939393939393939393939390a 673939393939393939393939393939393939390a 2e',
  '63 610a', // the second line is missing
  '63 5c7834 0a 62', // and the first is no text
  '63 ff0a 62',
  '63 c3a90a c3a90a 2e',
  `4c ${'31'.repeat(5000)} 0a 2e`,
  `49 ${'78'.repeat(300)} 0a 2e`,
  `8b d0070000 ${'01'.repeat(2000)} 2e`, // an int that Python does not print
  `8b d0070000 ${'ff'.repeat(2000)} 2e`,
  '46 315f302e355f35 0a 2e',
  '46 20312e3520 0a 2e',
  '46 315f5f30 0a 2e',
  '46 2d496e46696e697479 0a 2e',
  '46 31653430300a 2e',
  '46 6e616e 0a 2e',
  '46 4e614e5f 0a 2e',
  '53 27 0a 2e',
  '53 2227 0a 2e',
  '53 27 c3a9 5c7865395c303031 27 0a 2e',
  '56 f09f9880 0a 2e',
  '8c04f09f9880 94 8c04f09f9880 94 86 2e', // columns are counted in code points
  '8e ffffffffffffff7f 61',
  '8e ffffffffffffffff 61',
  '96 0000000000000080',
  '54 ffffffff 61',
  '8b ffffff7f 61',
  '7494 2e',
  '94 2e',
  '28 94 2e',
  '4e 30 30 2e',
  '4e 4e 2e',
  '31 2e',
  `80 02 ${'28'.repeat(20)} ${'74'.repeat(20)} 2e`,
];

/** Frames: each opcode that is too long or comes too late. */
const LONG: readonly string[] = [
  `80 04 42 fbff0000 ${'61'.repeat(65531)} 94 68 00 86 2e`, // 65,536 bytes with its header: in a frame
  `80 04 42 fcff0000 ${'61'.repeat(65532)} 94 68 00 86 2e`, // and one more: outside
  `80 04 ${'94'.repeat(5)} 5d ${'4e 61'.repeat(33000)} 2e`,
];

describe('the measured pickles', () => {
  test('are there, those with errors and those in which versions differ among them', () => {
    expect(MEASURED.length).toBe(712);
    expect(MEASURED.filter(({ genops }) => typeof genops === 'string').length).toBe(30);
    expect(MEASURED.filter(({ differs }) => differs !== undefined).length).toBe(12);
  });

  test.for(ROWS)('give what pickletools of %s gives', ([python, column]) => {
    for (const { hex: text, differs, ...base } of MEASURED) {
      const expected: Answers = { ...base, ...(ONLY_32_BIT.has(text) ? {} : differs?.[column]) };
      expect(answersOf(hex(text), python), text).toEqual(expected);
    }
  });
});

describe('CPython 3.14', () => {
  let python: Oracle;
  const ask = (pickles: readonly string[]): Answers[] => {
    python.run(`_pickles = ${JSON.stringify(JSON.stringify(pickles))}`);
    return JSON.parse(String(python.evaluate('all_answers(_pickles)'))) as Answers[];
  };
  const agree = (pickles: readonly string[]): void => {
    ask(pickles).forEach((expected, i) => {
      expect(answersOf(hex(pickles[i] ?? '')), pickles[i]).toEqual(expected);
    });
  };

  beforeAll(async () => {
    python = await oracle();
    python.run(SCRIPT);
  });

  test('agrees on odd pickles', () => {
    agree([...ODD, ...LONG].map((text) => text.replaceAll(' ', '')));
  });

  test('agrees on thousands of mutated and random pickles', () => {
    const pickles = mutants(
      MEASURED.map((row) => row.hex),
      4000,
      20_251_124,
    );
    const answers = ask(pickles);
    const raising = answers.filter(({ dis }) => dis.includes('EXC ')).length;
    expect(raising).toBeGreaterThan(1000);
    expect(answers.length - raising).toBeGreaterThan(300);
    agree(pickles);
  });
});

describe('the Pythons of this machine', () => {
  const versionOf = (version: string): PythonVersion => {
    const known = PYTHON_VERSIONS.find((python) => python === version);
    if (known === undefined) throw new Error(`no option for Python ${version}`);
    return known;
  };

  test.for(localPythons())('$version agrees on odd and mutated pickles', (python) => {
    const pickles = [
      ...ODD.map((text) => text.replaceAll(' ', '')),
      ...mutants(
        MEASURED.map((row) => row.hex),
        500,
        11_24,
      ),
    ];
    const script = `${SCRIPT}\nprint(all_answers(sys.stdin.read()))`.replace('import io,', 'import sys, io,');
    const output = runPython(
      python,
      script.replace('pickletools.sys =', 'pickletools_sys ='),
      Buffer.from(JSON.stringify(pickles)),
    );
    (JSON.parse(output.toString()) as Answers[]).forEach((expected, i) => {
      expect(answersOf(hex(pickles[i] ?? ''), versionOf(python.version)), pickles[i]).toEqual(expected);
    });
  });
});
