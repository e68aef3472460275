import type { Path, Said } from "../schema/problem.ts";

/** Takes what is wrong with a component, one by one; an error unless it says otherwise. */
export type Report = (problem: Said) => void;

/** A report of what lies below a path. */
export const under = (report: Report, ...path: Path): Report => (problem) =>
  report({ ...problem, path: [...path, ...problem.path] });
