/** Keys and indexes from the document's root to a value. */
export type Path = readonly (string | number)[];

export type Severity = "error" | "warning" | "note";

/** Something wrong with a value, before it is known where that value is written. */
export interface Problem {
  severity: Severity;
  /** Stable, kebab-case: "unknown-field". Scripts and docs refer to it. */
  code: string;
  path: Path;
  /** Whether the key or the value at `path` is to be underlined. */
  at: "key" | "value";
  /** What is wrong, one line, no trailing period. */
  summary: string;
  /** Why it is wrong, or what is known around it. */
  why?: string;
  /** What to do, as a person would say it. */
  fix?: string;
  /** What to put in place of the underlined text, where that alone mends it. */
  replacement?: string;
}

/** A problem as it is told: an error, and of the value, unless it says otherwise. */
export type Said = Omit<Problem, "severity" | "at"> & Partial<Problem>;
