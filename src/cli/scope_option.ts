import type { Scope } from "../planning/plan.ts";
import { scopeOf } from "../planning/scope.ts";
import type { Stack } from "../stack/model.ts";
import type { StateDocument } from "../state/document.ts";
import { EXIT } from "./exit_code.ts";
import { Failure } from "./failure.ts";
import type { ScopeOptions } from "./options.ts";

/** What `--service` and `--component` choose; refuses names that are none. */
export function scopeFor(
  stack: Stack,
  state: StateDocument | undefined,
  { service, component }: ScopeOptions,
): Scope {
  const found = scopeOf(stack, state, service, component);
  if ("problem" in found) throw new Failure(found.problem, EXIT.usage);
  return found.scope;
}
