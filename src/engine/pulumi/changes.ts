import type {
  EngineEvent as PulumiEvent,
  StepEventMetadata,
} from "@pulumi/pulumi/automation/events.d.ts";
import type { ResourceChange } from "../port.ts";
import { operationOf } from "./events.ts";
import { resourceOfUrn } from "./urn.ts";

/** Collects what a preview says would change, one entry for each resource, in Pulumi's order. */
export class PreviewedChanges {
  readonly #changes = new Map<string, ResourceChange>();

  add(event: PulumiEvent): void {
    // A refresh knows what it found only when it is done.
    const step = (event.resourcePreEvent ?? event.resOutputsEvent)?.metadata;
    if (step) this.#add(step);
  }

  all(): ResourceChange[] {
    return [...this.#changes.values()];
  }

  #add(step: StepEventMetadata): void {
    const resource = resourceOfUrn(step.urn);
    const operation = operationOf(step);
    if (!resource || !operation || operation === "same" || operation === "read") return;
    const { key, type } = resource;
    const paths = pathsOf(step);
    const known = this.#changes.get(key);
    // A key that changes its type is, to Pulumi, one resource made and another deleted.
    if (known && known.type !== type) {
      this.#changes.set(key, {
        ...known,
        type: operation === "create" ? type : known.type,
        operation: "replace",
        replacedBy: union(known.replacedBy, ["type"]),
      });
      return;
    }
    this.#changes.set(key, {
      key,
      type,
      operation: known?.operation === "replace" ? "replace" : operation,
      properties: union(known?.properties, paths.all),
      replacedBy: union(known?.replacedBy, paths.replacing),
    });
  }
}

function pathsOf(step: StepEventMetadata): { all: string[]; replacing: string[] } {
  // Kinds end in "-replace" when the difference forces a new resource.
  const detailed = Object.entries(step.detailedDiff ?? {}).filter(([path]) => isOurs(path));
  const replacing = detailed.filter(([, { diffKind }]) => diffKind.endsWith("-replace"));
  return {
    all: detailed.length ? detailed.map(([path]) => path) : (step.diffs ?? []).filter(isOurs),
    replacing: replacing.length ? replacing.map(([path]) => path) : step.keys ?? [],
  };
}

/** Not Pulumi's own book-keeping ("__meta", "__defaults"). */
const isOurs = (path: string) => !path.startsWith("__");

const union = (a: string[] = [], b: string[]) => [...new Set([...a, ...b])];
