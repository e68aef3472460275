import type { Problem } from "../schema/problem.ts";

/** Takes what is wrong with a component, one by one; an error unless it says otherwise. */
export type Report = (problem: Omit<Problem, "severity" | "at"> & Partial<Problem>) => void;

/** A report of what lies below a path. */
export const under = (report: Report, ...path: Problem["path"]): Report => (problem) =>
  report({ ...problem, path: [...path, ...problem.path] });
