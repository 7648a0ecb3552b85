/** Pickles that no pickler writes: names in every form, behind every trick, with memo, marks and frames that lie. */

/** Numbers from 0 to below 2^32 that a seed decides. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
}

const TEXTS = ['aa', 'bb', 'cc.dd', 'x', 'y', 'Z.w'];

/** One pickle, as Latin-1 text, by a seed. */
export function generated(seed: number): string {
  const next = seeded(seed);
  const below = (bound: number): number => next() % bound;
  const of = <T>(choices: readonly T[], fallback: T): T => choices[below(choices.length)] ?? fallback;
  const text = (): string => of(TEXTS, 'aa');
  const steps: readonly (() => string)[] = [
    () => `c${text()}\n${text()}\n`,
    () => `\x8c${String.fromCharCode(2)}aa\x8c\x01x\x93`,
    () => `${pushed(text()) + pushed(text()) + (below(4) === 0 ? '\x94' : '')}\x93`,
    () => `${pushed(text())}\x94`,
    () => `${pushed(text())}q${String.fromCharCode(below(4))}`,
    () => `${pushed(text())}p${below(4)}\n0`,
    () => `h${String.fromCharCode(below(4))}`,
    () => `h${String.fromCharCode(below(3))}h${String.fromCharCode(below(3))}\x93`,
    () => `g${below(4)}\n`,
    () => of([')R', ')\x81', '(o', ')}\x92', '}b', 'Na', '(Ne', '(NNu', 'NNs'], ')R'),
    () => `(i${text()}\n${text()}\n`,
    () => of(['N', ']', '}', ')', '(', '1', '0', '2', 'l', 't', 'd', '\x8f', '\x91', '\x85', '\x86', '\x87'], 'N'),
    () => of(['I01\n', 'I0x1\n', 'L5L\n', 'F1_0\n', "S'aa'\n", "S'a\\x61'\n", 'Sx\n', 'V\\u0061a\n', 'K\x05'], 'N'),
    () => of(['\x80\x04', '\x80\x02', '\x80\x00', '\x80\x05'], '\x80\x04'),
    () => `\x95${String.fromCharCode(below(24))}\0\0\0\0\0\0\0`,
    () => of(['Q', 'Px\n', '\x98', '\x97', '.', '\xff'], 'Q'),
    () => of(['C\x03abc', 'B\x02\0\0\0cx', '\x96\x02\0\0\0\0\0\0\0xy', 'U\x01\xff', 'X\x01\0\0\0\xff'], 'C\x01a'),
    () => of(['c\xffa\nx\n', 'i\xff\naa\n', 'X\x20\0\0\0aa', 'r\x02\0\0\0', 'j\x01\0\0\0', '\x88', 'J\xff\0\0\0'], 'N'),
    () => `.\x80\x04`,
  ];
  function pushed(value: string): string {
    const length = String.fromCharCode(value.length);
    return of(
      [`\x8c${length}${value}`, `X${length}\0\0\0${value}`, `V${value}\n`, `S'${value}'\n`, `U${length}${value}`],
      '',
    );
  }
  let pickle = of(['\x80\x04', '\x80\x02', '', '\x80\x05\x95\x20\0\0\0\0\0\0\0'], '');
  for (let count = 2 + below(14); count > 0; count--) pickle += of(steps, () => 'N')();
  // Some are cut.
  return below(8) === 0 ? pickle.slice(0, below(pickle.length) + 1) : `${pickle}.`;
}
