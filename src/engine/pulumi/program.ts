import type { Resource, ResourceGraph } from "../resource.ts";
import { Expressions, type Node, type SecretText } from "./expressions.ts";
import { Names } from "./names.ts";
import { RESOURCE_TAG, resourceTag } from "./resource_tag.ts";
import { PROJECT, PROVIDER_NAME } from "./urn.ts";

/** Version of `@pulumi/aws` that programs are written and type-checked for. */
export const AWS_PLUGIN_VERSION = "7.48.0";

export interface ProgramInput {
  graph: ResourceGraph;
  region: string;
  /** The only account that may be touched. */
  accountId?: string;
  /** Talks to an emulator (`AWS_ENDPOINT_URL`), where S3 has no host name per bucket and credentials are made up. */
  emulated?: boolean;
  /** Of the state. With it, what bears tags bears that of its resource. */
  lineage?: string;
  /** Resource key → values that it was given, and what it is to replace. */
  lastInputs?: ReadonlyMap<string, readonly unknown[]>;
  /** Milliseconds that a service has for its tasks to be in a steady state; absent: the provider's 20 minutes. */
  healthMs?: number;
  /** Folder of `pulumi-resource-aws`, where Pulumi's own plugin folder hasn't got it. */
  pluginFolder?: string;
}

/** `Pulumi.yaml`. */
export interface PulumiProject {
  name: string;
  runtime: "yaml";
  plugins?: Node;
}

/** `Main.yaml`. A file of its own: the CLI prints the project anew when it reads it, and breaks texts that start with a tab. */
export interface PulumiProgram {
  config?: { [name: string]: Node };
  variables?: { [name: string]: Node };
  resources: { [name: string]: Node };
  outputs?: { [name: string]: Node };
}

export interface RenderedProgram {
  project: PulumiProject;
  program: PulumiProgram;
  /** What the program's `config` wants filled in. */
  secretTexts: SecretText[];
}

/**
 * Renders a resource graph as Pulumi YAML. Each resource's Pulumi name is its key; outputs are
 * called `component.output`, and outputs that are secrets by themselves are left out.
 * Throws when a reference leads nowhere.
 */
export function pulumiProgram(input: ProgramInput): RenderedProgram {
  const { graph } = input;
  const names = new Names();
  const provider = names.take(PROVIDER_NAME);
  const resources = new Map(graph.resources.map((r) => [r.key, names.take(r.key)]));
  const lookups = new Map(graph.lookups.map((l) => [l.key, names.take(`lookup_${l.key}`)]));
  const expressions = new Expressions(names, provider, resources, lookups);

  const project: PulumiProject = { name: PROJECT, runtime: "yaml" };
  const program: PulumiProgram = { resources: { [provider]: providerNode(input) } };
  for (const resource of graph.resources) {
    const deleteFirst = resource.deleteBeforeReplace || collides(resource, input.lastInputs);
    program.resources[resources.get(resource.key)!] = resourceNode(
      { ...tagged(resource, input.lineage), deleteBeforeReplace: deleteFirst },
      provider,
      expressions,
      input.healthMs,
    );
  }
  for (const lookup of graph.lookups) {
    expressions.variables[lookups.get(lookup.key)!] = expressions.invoke(
      lookup.function,
      expressions.node(lookup.arguments),
    );
  }
  const outputs: Record<string, Node> = {};
  for (const [component, values] of Object.entries(graph.outputs)) {
    for (const [name, value] of Object.entries(values)) {
      if (typeof value === "object" && value !== null && "$secret" in value) continue;
      outputs[`${component}.${name}`] = expressions.node(value);
    }
  }
  if (input.pluginFolder) {
    const plugin = { name: "aws", version: AWS_PLUGIN_VERSION, path: input.pluginFolder };
    project.plugins = { providers: [plugin] };
  }
  const { variables, secretTexts } = expressions;
  if (Object.keys(variables).length) program.variables = variables;
  if (Object.keys(outputs).length) program.outputs = outputs;
  if (secretTexts.length) {
    program.config = Object.fromEntries(
      secretTexts.map(({ name }) => [name, { type: "string", secret: true }]),
    );
  }
  return { project, program, secretTexts };
}

function providerNode({ region, accountId, emulated }: ProgramInput): Node {
  return {
    type: "pulumi:providers:aws",
    name: PROVIDER_NAME,
    options: { version: AWS_PLUGIN_VERSION },
    properties: {
      region,
      ...(accountId !== undefined && { allowedAccountIds: [accountId] }),
      // The endpoint itself comes from the environment, which the provider reads for every
      // service; credentials too, since properties end up in the checkpoint as plain text.
      ...(emulated && {
        skipCredentialsValidation: true,
        skipMetadataApiCheck: true,
        s3UsePathStyle: true,
      }),
    },
  };
}

/** A resource with the tag by which it is found again. */
function tagged(resource: Resource, lineage: string | undefined): Resource {
  const { key, properties } = resource;
  const { tags } = properties;
  const bears = typeof tags === "object" && tags !== null && !Array.isArray(tags);
  if (lineage === undefined || !bears) return resource;
  const own = { [RESOURCE_TAG]: resourceTag(lineage, key) };
  return { ...resource, properties: { ...properties, tags: { ...tags, ...own } } };
}

/** Whether a replacement would have the name of the one it replaces, which AWS refuses while that is there. */
function collides(
  { key, physicalName }: Resource,
  lastInputs: ProgramInput["lastInputs"],
): boolean {
  if (physicalName === undefined) return false;
  const last = lastInputs?.get(key);
  return last === undefined || last.includes(physicalName);
}

function resourceNode(
  resource: Resource,
  provider: string,
  expressions: Expressions,
  healthMs: number | undefined,
): Node {
  const { dependsOn, protect, ignoreChanges, deleteBeforeReplace } = resource;
  const properties: Record<string, Node> = {};
  for (const [name, value] of Object.entries(resource.properties)) {
    properties[name] = expressions.node(value);
  }
  return {
    type: resource.type,
    name: resource.key,
    properties,
    options: {
      provider: `\${${provider}}`,
      ...(dependsOn?.length && {
        dependsOn: dependsOn.map((key) => `\${${expressions.resource(key)}}`),
      }),
      ...(protect && { protect }),
      ...(ignoreChanges?.length && { ignoreChanges }),
      ...(deleteBeforeReplace && { deleteBeforeReplace }),
      ...(healthMs !== undefined && resource.properties.waitForSteadyState === true && {
        customTimeouts: { create: `${healthMs}ms`, update: `${healthMs}ms` },
      }),
    },
  };
}
