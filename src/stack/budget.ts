/** Longest text that references may make: more than any field takes. */
export const LONGEST_TEXT = 64 * 1024;
/** All texts that references make in one stack: doubling variables stay bounded. */
const MOST_CHARACTERS = 16 * 1024 * 1024;
/** Variables that refer to each other deeper than this have no reader. */
export const DEEPEST_CHAIN = 50;

/** What the resolved texts of a stack may take together. */
export class Budget {
  private left = MOST_CHARACTERS;

  /** Whether a text of this length may still be made. */
  take(length: number): boolean {
    this.left -= length;
    return length <= LONGEST_TEXT && this.left >= 0;
  }
}
