/** What is chosen at random. */
export class Choice {
  private readonly random: () => number;

  /** @param random - Gives numbers from 0 to below 1. */
  constructor(random: () => number) {
    this.random = random;
  }

  below(count: number): number {
    return Math.floor(this.random() * count);
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  of<T>(values: readonly [T, ...T[]]): T {
    return values[this.below(values.length)] ?? values[0];
  }

  /** `undefined` only if there is none. */
  from<T>(values: readonly T[]): T | undefined {
    return values[this.below(values.length)];
  }
}
