import assert from "node:assert/strict";
import type { RenderedStack } from "../../src/planning/render_stack.ts";
import { renderStack } from "../../src/planning/render_stack.ts";
import { type Loaded, loadStack } from "../../src/stack/load.ts";
import { memoryFiles } from "../memory_files.ts";

const HEAD = `apiVersion: core.panka.io/v1
kind: Stack
metadata: { name: shop, tenant: acme }
spec:
  provider: { region: eu-west-1, accountId: "123456789012" }
  environments:
    dev: {}
    live: { production: true }
---
apiVersion: core.panka.io/v1
kind: Service
metadata: { name: api }
`;

/** YAML of a component of service `api`; `spec` is indented by itself. */
export function component(kind: string, name: string, spec: string): string {
  const body = spec.trim() === "" ? "" : `spec:\n${spec.replace(/^(?=.)/gm, "  ")}`;
  return `apiVersion: components.panka.io/v1\nkind: ${kind}\nmetadata: { name: ${name}, service: api }\n${body}\n`;
}

/** Loads the components (see {@link component}) in a small stack, with files beside them if given ("services/api/config/app.ini"). */
export function load(
  components: string[],
  options: { environment?: string; files?: Record<string, string> } = {},
): Loaded {
  const files = {
    "stack.yaml": [HEAD, ...components].join("---\n"),
    "services/api/.keep": "",
    ...options.files,
  };
  return loadStack(memoryFiles(files), { root: ".", environment: options.environment ?? "dev" });
}

/** Loads without any error and renders. */
export function render(
  components: string[],
  options: Parameters<typeof load>[1] = {},
): RenderedStack {
  const { stack, diagnostics } = load(components, options);
  assert.ok(stack, JSON.stringify(diagnostics, null, 1));
  return renderStack(stack);
}

/** The diagnostics as "code summary | fix", errors only. */
export function errorsOf(loaded: Loaded): string[] {
  return loaded.diagnostics
    .filter((d) => d.severity === "error")
    .map((d) => `${d.code} ${d.summary} | ${d.fix ?? ""}`);
}

/** Compares with the committed snapshot; `UPDATE=1` rewrites it. */
export function snapshot(name: string, value: unknown): void {
  const path = new URL(`snapshots/${name}.json`, import.meta.url);
  const text = JSON.stringify(value, null, 2) + "\n";
  if (Deno.env.get("UPDATE") === "1") {
    Deno.mkdirSync(new URL("snapshots/", import.meta.url), { recursive: true });
    Deno.writeTextFileSync(path, text);
    return;
  }
  assert.deepEqual(
    JSON.parse(text),
    JSON.parse(Deno.readTextFileSync(path)),
    `snapshot ${name} differs; look, then UPDATE=1`,
  );
}
