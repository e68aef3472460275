/** What the process ends with; scripts rely on these. */
export const EXIT = {
  done: 0,
  error: 1,
  changes: 2,
  drift: 3,
  denied: 4,
  policy: 5,
  locked: 6,
  stale: 7,
  cancelled: 8,
  rolledBack: 9,
  unhealthy: 10,
  notRolledBack: 11,
  usage: 64,
} as const;

export type ExitCode = typeof EXIT[keyof typeof EXIT];
