import { distance } from "fastest-levenshtein";

/** Letters of names are compared without case, dashes and underscores: `QueueURL` is `queue_url`. */
const plain = (name: string) => name.toLowerCase().replace(/[-_.\s]/g, "");

/** The candidate that `name` was most likely meant to be, if one is near enough. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Infinity;
  for (const candidate of candidates) {
    const edits = distance(plain(name), plain(candidate));
    if (edits < least || (edits === least && candidate === name)) {
      least = edits;
      best = candidate;
    }
  }
  return least <= Math.max(1, Math.floor(name.length / 3)) ? best : undefined;
}

/** "a, b and 3 more" for messages. */
export function listed(names: readonly string[], most = 12): string {
  if (names.length <= most) return names.join(", ");
  return `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
}
