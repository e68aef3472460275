import { usage } from "./failure.ts";

const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds since 1970 UTC of `2026-01-31T12:00:00Z`, or of `90m`, `2h`, `3d` before now. */
export function moment(text: string, now: number): number {
  const ago = /^(\d+)(s|m|h|d)(?:\s+ago)?$/.exec(text);
  if (ago) return now - Number(ago[1]) * UNITS[ago[2] as keyof typeof UNITS];
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN;
  if (!Number.isNaN(at)) return at;
  throw usage(
    `"${text}" is no time`,
    "write 2026-01-31T12:00:00Z, or 90m, 2h or 3d for so long ago",
  );
}

/** `2026-01-31 12:00:05`, in UTC. */
export function timeText(at: number | string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "-" : date.toISOString().slice(0, 19).replace("T", " ");
}
