import type { Diagnostic, Stack } from "../stack/model.ts";
import type { RenderedStack } from "./render_stack.ts";

/** The unit of what is no service's. */
const RESERVED = "stack";

/** Resources that components of several services write together, where each service is deployed by itself. */
export function unitClashes(stack: Stack, rendered: RenderedStack): Diagnostic[] {
  if (stack.locking === "stack") return [];
  return stack.components.flatMap(({ id, service }) =>
    service === RESERVED ? [named(id)] : rendered.components.get(id)!.resources
      .filter((key) => !key.startsWith(`${service}/`))
      .map((key): Diagnostic => ({
        severity: "error",
        code: "unit-clash",
        summary: `"${id}" can't have a part in ${key}`,
        why: "with locking: service each service is deployed by itself, and this is another's",
        fix: `use locking: stack, or move "${id}" into service "${key.split("/", 1)[0]}"`,
      }))
  );
}

const named = (id: string): Diagnostic => ({
  severity: "error",
  code: "unit-clash",
  summary: `the service of "${id}" can't be called "${RESERVED}"`,
  why: "with locking: service that is the name of the stack's own lock",
  fix: "rename the service, or use locking: stack",
});
