import type { Path, Said } from "../schema/problem.ts";

/** Takes what is wrong with a component, one by one; an error unless it says otherwise. */
export type Report = (problem: Said) => void;

/** Those of these fields that a spec gives. */
export const given = <S, F extends keyof S & string>(spec: S, fields: readonly F[]): F[] =>
  fields.filter((field) => spec[field] !== undefined);

/** Reports fields that are there though they mean nothing: `"iops" can't be set`, remove it `or` do something else. */
export function refuse(
  report: Report,
  fields: readonly string[],
  { code = "wrong-value", what, why, or }: {
    code?: string;
    what: string;
    why?: string;
    or?: string;
  },
): void {
  for (const field of fields) {
    report({
      code,
      path: [field],
      at: "key",
      summary: `"${field}" ${what}`,
      why,
      fix: `remove "${field}"${or === undefined ? "" : `, or ${or}`}`,
    });
  }
}

/** A report of what lies below a path. */
export const under = (report: Report, ...path: Path): Report => (problem) =>
  report({ ...problem, path: [...path, ...problem.path] });
