import assert from "node:assert/strict";
import { type Loaded, type LoadOptions, loadStack } from "../../src/stack/load.ts";
import type { Component, Stack } from "../../src/stack/model.ts";
import { memoryFiles } from "../memory_files.ts";

export type Tree = Record<string, string | Uint8Array>;

/** A document in flow style: `doc("SQS", "q", "{ type: fifo }")`. */
export function doc(kind: string, name: string, spec = "{}", metadata = ""): string {
  const group = kind === "Stack" || kind === "Service"
    ? "core"
    : /^(\w*Infra\w*|Networking|Security|Observability)$/.test(kind)
    ? "infra"
    : "components";
  return `apiVersion: ${group}.panka.io/v1\nkind: ${kind}\nmetadata: { name: ${name}${
    metadata && `, ${metadata}`
  } }\nspec: ${spec}\n`;
}

/** Documents of one file. */
export const docs = (...all: string[]): string => all.join("---\n");

/** A stack "shop" with this spec. */
export const stackDoc = (spec = "{}"): string => doc("Stack", "shop", spec);

export const load = (tree: Tree, options: Partial<LoadOptions> = {}): Loaded =>
  loadStack(memoryFiles(tree), { root: ".", ...options });

/** Loads what must be right; warnings and notes may be there. */
export function loaded(tree: Tree, options: Partial<LoadOptions> = {}): Stack {
  const { stack, diagnostics } = load(tree, options);
  assert.ok(stack, JSON.stringify(diagnostics, null, 1));
  return stack;
}

/** Loads a stack of one service "api" with these components in one file. */
export const withComponents = (
  components: string[],
  spec = "{}",
  more: Tree = {},
  options: Partial<LoadOptions> = {},
): Loaded =>
  load(
    { "stack.yaml": stackDoc(spec), "services/api/all.yaml": docs(...components), ...more },
    options,
  );

export function componentOf({ stack, diagnostics }: Loaded, id: string): Component {
  assert.ok(stack, JSON.stringify(diagnostics, null, 1));
  const component = stack.components.find((it) => it.id === id);
  assert.ok(component, `no ${id} in ${stack.components.map((it) => it.id)}`);
  return component;
}

/** Diagnostics as "file:line:column code summary | fix". */
export const told = ({ diagnostics }: Loaded, severity = "error"): string[] =>
  diagnostics.filter((d) => d.severity === severity).map((d) =>
    `${d.place ? `${d.place.file}:${d.place.line}:${d.place.column} ` : ""}${d.code} ${d.summary}${
      d.fix ? ` | ${d.fix}` : ""
    }`
  );

/** The one error that there is. */
export function onlyError(result: Loaded): string {
  const errors = told(result);
  assert.equal(errors.length, 1, errors.join("\n"));
  assert.equal(result.stack, undefined);
  return errors[0]!;
}
