/**
 * Suggests what a mistyped word was meant to be.
 *
 * @module
 */

/** The word that is closest; `undefined` if none is close. */
export function suggestion(word: string, words: readonly string[]): string | undefined {
  const most = word.length <= 4 ? 1 : 2;
  const ranked = words.map((one) => ({ one, away: distance(word, one) })).sort((a, b) => a.away - b.away);
  const [first] = ranked;
  return first !== undefined && first.away <= most ? first.one : undefined;
}

/** The number of characters to add, remove, change, or swap with the next, to turn one word into another. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const [left = 0, above = 0, corner = 0, swapped = 0] = [next[j - 1], row[j], row[j - 1], before[j - 2]];
      const isSame = a[i - 1] === b[j - 1];
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next.push(
        Math.min(left + 1, above + 1, corner + (isSame ? 0 : 1), isSwap ? swapped + 1 : Number.POSITIVE_INFINITY),
      );
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
