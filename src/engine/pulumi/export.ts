import { isExpression } from "../../ports/references.ts";
import type { Unit } from "../port.ts";
import type { ResourceGraph, Value } from "../resource.ts";
import { checkpointSalt, deploymentText } from "./checkpoint.ts";
import type { SecretText } from "./expressions.ts";
import { lastInputs } from "./last_inputs.ts";
import { printProgram } from "./print_program.ts";
import { pulumiProgram } from "./program.ts";

export interface Exported {
  /** Path → text of a folder that the Pulumi CLI takes as it is. */
  files: Record<string, string>;
  /** What its configuration has to be given before it runs. */
  secrets: SecretText[];
}

/** What `pulumi stack import` reads in an exported folder. */
export const DEPLOYMENT_FILE = "deployment.json";

/**
 * The program that the engine would run on a unit, for people to run without panka, and what Pulumi
 * knows of it where something is deployed.
 *
 * @param locate where the program finds a file of code
 */
export function exportProgram(
  unit: Unit,
  emulated: boolean,
  locate: (path: string) => string,
): Exported {
  const { checkpoint, region, accountId } = unit;
  const { project, program, secretTexts } = pulumiProgram({
    graph: located(unit.graph, locate),
    region,
    accountId,
    lineage: unit.lineage,
    emulated,
    lastInputs: lastInputs(checkpoint),
  });
  const encryptionsalt = checkpoint && checkpointSalt(checkpoint);
  return {
    files: {
      "Pulumi.yaml": printProgram(project),
      "Main.yaml": printProgram(program),
      ...(checkpoint && { [DEPLOYMENT_FILE]: deploymentText(checkpoint) }),
      ...(encryptionsalt && {
        [`Pulumi.${unit.name}.yaml`]: `encryptionsalt: ${encryptionsalt}\n`,
      }),
    },
    secrets: secretTexts,
  };
}

function located(graph: ResourceGraph, locate: (path: string) => string): ResourceGraph {
  const of = (value: Value): Value => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(of);
    if (!isExpression(value)) {
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, of(item)]));
    }
    return "$archive" in value ? { ...value, $archive: locate(value.$archive) } : value;
  };
  const resources = graph.resources.map((resource) => ({
    ...resource,
    properties: of(resource.properties) as typeof resource.properties,
  }));
  return { ...graph, resources };
}
