import type { Field, OutputReference } from "./field.ts";
import type { Path, Said } from "./problem.ts";

/** What a check needs to know of the world around the value. */
export interface Scope {
  report(problem: Said): void;
  /** The id of the component called `name` here, having recorded the use; reports and answers undefined when there is none. */
  component(name: string, path: Path, kinds?: readonly string[]): string | undefined;
  /** The canonical reference to an output, having recorded the use; reports and answers undefined when there is none. */
  output(component: string, output: string, path: Path): OutputReference | undefined;
  /** How a scalar is written in the file: `1.10` where the parsed value is 1.1. */
  written(path: Path): string | undefined;
  /** So much is wrong already that no more is taken up. */
  readonly full?: boolean;
}

/** Checks a value of a field, as `check` of check.ts does. */
export type Check = (field: Field, value: unknown, path: Path, scope: Scope) => unknown;

/** In place of a value that could not be resolved, and was reported: nothing more is said of it. */
export const UNRESOLVED: unique symbol = Symbol("unresolved");

export type Mapping = Record<string, unknown>;
export const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** References and texts with references, as interpolation left them. */
export const isReference = (value: unknown): value is OutputReference =>
  isMapping(value) && typeof value.$from === "string";
export const isLate = (value: unknown): boolean =>
  isMapping(value) && ("$from" in value || "$join" in value);
