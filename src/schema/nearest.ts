/** Letters of names are compared without case, dashes and underscores: `QueueURL` is `queue_url`. */
const plain = (name: string) => name.toLowerCase().replace(/[-_.\s]/g, "");

/** Longer names are not compared letter by letter: nobody mistypes them, and hostile files hold them. */
const LONGEST = 100;

/** The candidate that `name` was most likely meant to be, if one is near enough. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > LONGEST) return undefined;
  const wanted = plain(name);
  // Of an id, one part is mistyped: that the other is right makes no other component near.
  const part = Math.max(...name.split("/").map(({ length }) => length));
  let least = Math.max(1, Math.floor(part / 3)) + 0.5;
  let best: string | undefined;
  for (const candidate of candidates) {
    const letters = plain(candidate);
    // Of two that are as near, the one that begins alike: fingers slip later in a word.
    const alike = commonStart(wanted, letters) / (name.length + 1) / 2;
    const edits = candidate === name ? -1 : distance(wanted, letters, least + 1) - alike;
    if (edits >= least) continue;
    least = edits;
    best = candidate;
  }
  return best;
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/**
 * Slips between two words: a letter left out, added or replaced, or two neighbours swapped
 * (optimal string alignment). `limit` or more is answered as `limit`.
 */
export function distance(one: string, two: string, limit = Infinity): number {
  // What both begin and end with costs nothing to compare.
  const start = commonStart(one, two);
  let [endOne, endTwo] = [one.length, two.length];
  while (endOne > start && endTwo > start && one[endOne - 1] === two[endTwo - 1]) {
    endOne--;
    endTwo--;
  }
  const a = one.slice(start, endOne);
  const b = two.slice(start, endTwo);
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let above: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        edits = Math.min(edits, above[j - 2]! + 1);
      }
      next.push(edits);
    }
    if (Math.min(...next) >= limit) return limit;
    above = row;
    row = next;
  }
  return row[b.length]!;
}

/** "a, b and 3 more" for messages. */
export function listed(names: readonly string[], most = 12): string {
  if (names.length <= most) return names.join(", ");
  return `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
}
