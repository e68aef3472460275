/** A small, fast generator (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Every decision of a schedule, drawn from a seed or replayed from a list. 0 is always the calmest
 * choice, so that a schedule is made simpler by making its numbers smaller or its list shorter.
 */
export class Choices {
  readonly taken: number[] = [];
  readonly #draw: () => number;

  constructor(readonly seed: number, private readonly script?: readonly number[]) {
    this.#draw = generator(seed);
  }

  /** 0 … bound - 1. */
  pick(bound: number): number {
    const value = this.script
      ? Math.min(this.script[this.taken.length] ?? 0, bound - 1)
      : Math.floor(this.#draw() * bound);
    this.taken.push(value);
    return value;
  }

  /** True with this probability, in thousandths. */
  chance(thousandths: number): boolean {
    return this.pick(1000) >= 1000 - thousandths;
  }
}
