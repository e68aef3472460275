import { nearest } from "../schema/nearest.ts";
import type { Diagnostic, Stack } from "../stack/model.ts";
import { graphOf, reachable } from "../stack/order.ts";
import type { StateDocument } from "../state/document.ts";
import { recordedComponents } from "./plan.ts";

type Problem = Omit<Diagnostic, "severity">;

/**
 * The ids that `--service` and `--component` choose: those named, what they need, and
 * of what is recorded and no longer desired, what lies in the named services or is named itself,
 * with what still uses that as it is recorded: it has to let go first.
 * Undefined: everything.
 */
export function scopeOf(
  stack: Stack,
  state: StateDocument | undefined,
  services: readonly string[],
  components: readonly string[],
): { scope?: Set<string> } | { problem: Problem } {
  if (!services.length && !components.length) return {};
  const deployed = recordedComponents(state);
  const recorded = [...deployed.keys()];
  const ids = [...new Set([...stack.components.map((c) => c.id), ...recorded])];
  const chosen = new Set<string>();
  for (const service of services) {
    const own = ids.filter((id) => id.startsWith(`${service}/`));
    if (own.length === 0 && !stack.services.some((s) => s.name === service)) {
      const names = stack.services.map((s) => s.name);
      return { problem: unknown("service", service, names) };
    }
    own.forEach((id) => chosen.add(id));
  }
  for (const component of components) {
    const fitting = ids.filter((id) => id === component || id.endsWith(`/${component}`));
    if (fitting.length > 1) {
      return {
        problem: {
          code: "ambiguous-component",
          summary: `"${component}" may mean ${fitting.join(" or ")}`,
          fix: `use --component ${fitting[0]}`,
        },
      };
    }
    if (fitting.length === 0) return { problem: unknown("component", component, ids) };
    chosen.add(fitting[0]!);
  }
  const desired = new Set(stack.components.map(({ id }) => id));
  for (const id of chosen) {
    if (desired.has(id)) continue;
    for (const [user, { dependsOn }] of deployed) if (dependsOn.includes(id)) chosen.add(user);
  }
  const needed = reachable(graphOf(stack.components, stack.services), [...chosen]);
  return { scope: new Set([...chosen, ...ids.filter((id) => needed.has(id))]) };
}

function unknown(what: string, name: string, names: readonly string[]): Problem {
  const meant = nearest(name, names);
  return {
    code: `unknown-${what}`,
    summary: `there is no ${what} "${name}"`,
    why: names.length ? `${what}s: ${names.slice(0, 12).join(", ")}` : `the stack has no ${what}s`,
    fix: meant
      ? `use --${what} ${meant}`
      : names.length
      ? "name one of them"
      : `leave out --${what}`,
  };
}
