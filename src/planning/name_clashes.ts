import type { ResourceGraph } from "../engine/resource.ts";
import type { Diagnostic } from "../stack/model.ts";

/** Resources of one type that would get the same physical name: AWS would refuse the second. */
export function nameClashes(graph: ResourceGraph): Diagnostic[] {
  const known = new Map<string, string>();
  const clashes: Diagnostic[] = [];
  for (const { key, type, physicalName } of graph.resources) {
    if (physicalName === undefined) continue;
    const other = known.get(`${type} ${physicalName}`);
    if (other === undefined) known.set(`${type} ${physicalName}`, key);
    else {
      clashes.push({
        severity: "error",
        code: "name-clash",
        summary: `${other} and ${key} would both be called "${physicalName}"`,
        ...(key.includes("/@shared/")
          ? {
            why: "with locking: service each service is deployed by itself, and has its own",
            fix: "give them different names, or set locking: stack",
          }
          : {
            why:
              "names are made of tenant, environment, stack, service and component, joined by dashes",
            fix: "rename one of the components",
          }),
      });
    }
  }
  return clashes;
}
