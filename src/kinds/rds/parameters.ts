import { type Engine, isPostgres } from "./family.ts";
import { MYSQL, POSTGRES, SCALES } from "./parameter_units.ts";

/** A parameter as the RDS API takes it. */
export type ConvertedParameter =
  | { value: string; note?: string }
  /** Why the text can't be converted, and what would do. */
  | { problem: string; fix: string };

/**
 * A parameter's value in the unit that RDS counts it in: `256MB` of `shared_buffers`
 * is 32768 pages. Bare numbers, words and formulas are left as they are.
 */
export function convertParameter(engine: Engine, name: string, text: string): ConvertedParameter {
  const sized = /^(\d+(?:\.\d+)?)\s*([A-Za-z]+)$/.exec(text.trim());
  const scale = sized && SCALES[sized[2]!.toLowerCase()];
  if (!sized || !scale) return { value: text };
  const unit = (isPostgres(engine) ? POSTGRES : MYSQL).get(name);
  if (!unit) {
    return {
      problem: `RDS takes bare numbers, and the unit of ${name} is not known here`,
      fix: `write the number in the unit that ${engine} counts ${name} in`,
    };
  }
  const [of, factor] = scale;
  if (of !== unit.of) {
    return {
      problem: `${name} is counted in ${unit.name}`,
      fix: `write ${name} as a number of ${unit.name}`,
    };
  }
  const value = String(Math.round(Number(sized[1]) * factor / unit.size));
  return { value, note: `${name}: ${text} is sent to RDS as ${value} (${unit.name})` };
}
