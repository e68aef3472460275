import { nearest } from "../schema/nearest.ts";
import type { Diagnostic, Stack } from "../stack/model.ts";
import { graphOf, reachable } from "../stack/order.ts";
import type { ComponentState, StateDocument } from "../state/document.ts";
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
  const named = new Set(chosen);
  const desired = new Set(stack.components.map(({ id }) => id));
  for (const id of chosen) {
    if (desired.has(id)) continue;
    for (const [user, { dependsOn }] of deployed) if (dependsOn.includes(id)) chosen.add(user);
  }
  const needed = reachable(graphOf(stack.components, stack.services), [...chosen]);
  const scope = new Set([...chosen, ...ids.filter((id) => needed.has(id))]);
  if (stack.locking !== "service") return { scope };
  return withinUnits(stack, deployed, scope, new Set([...named].map(serviceOf)));
}

const serviceOf = (id: string) => id.split("/", 1)[0]!;

/** Of a scope what is in the services that were named: others are deployed by themselves, and only read. */
function withinUnits(
  stack: Stack,
  deployed: ReadonlyMap<string, ComponentState>,
  scope: ReadonlySet<string>,
  services: ReadonlySet<string>,
): { scope: Set<string> } | { problem: Problem } {
  const own = new Set([...scope].filter((id) => services.has(serviceOf(id))));
  const together = (id: string) => [...services, serviceOf(id)].map((one) => `--service ${one}`);
  const apart = (summary: string, id: string) => ({
    problem: {
      code: "service-apart",
      summary,
      why: "with locking: service only the services that are named are deployed",
      fix: `name both: ${together(id).join(" ")}; or leave --service and --component out`,
    },
  });
  const desired = new Map(stack.components.map((component) => [component.id, component]));
  for (const { id, edges } of stack.components) {
    const missing = own.has(id) && edges.find(({ to, output }) => {
      const there = own.has(to) || deployed.get(to);
      if (!there || there === true) return !there;
      return there.kind !== desired.get(to)?.kind.name ||
        (output !== undefined && there.status === "ready" && !(output in there.outputs));
    });
    if (missing) {
      const what = deployed.has(missing.to) ? "is deployed otherwise" : "is not deployed yet";
      return apart(`${id} uses ${missing.to}, which ${what}`, missing.to);
    }
  }
  for (const [id, { dependsOn, resources = {} }] of deployed) {
    if (services.has(serviceOf(id))) {
      const shared = Object.keys(resources).find((key) => !services.has(serviceOf(key)));
      if (shared) return apart(`${id} still has a part in ${shared}`, shared);
      continue;
    }
    // What becomes another kind goes as well.
    const gone = dependsOn.find((to) => {
      const [wanted, there] = [desired.get(to), deployed.get(to)];
      return own.has(to) && (!wanted || there && there.kind !== wanted.kind.name);
    });
    if (gone) return apart(`${id}, as it is deployed, still uses ${gone}`, id);
  }
  // What is read is rendered as it is deployed: it must not need in turn what is about to change.
  const used = reachable(
    [...deployed].map(([id, { dependsOn }]) => ({ id, needs: dependsOn })),
    stack.components.filter(({ id }) => own.has(id))
      .flatMap(({ edges }) => edges.map(({ to }) => to)).filter((to) => !own.has(to)),
  );
  for (const id of used) {
    const back = !services.has(serviceOf(id)) &&
      deployed.get(id)?.dependsOn.find((to) => services.has(serviceOf(to)));
    if (back) return apart(`${id}, as it is deployed, uses ${back} in turn`, id);
  }
  return { scope: own };
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
