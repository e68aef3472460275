import { dependenciesOf } from "../ports/references.ts";
import type { Expression, Lookup, Resource, ResourceGraph, Value } from "../engine/resource.ts";
import type {
  Handle,
  Network,
  RenderContext,
  Rendered,
  ResourceOptions,
  Scope,
  StackFacts,
  Target,
} from "../kinds/render.ts";
import type { OutputReference, Text } from "../schema/field.ts";
import type { Component, Edge, Stack } from "../stack/model.ts";
import { awaitBalancers } from "./await_balancers.ts";
import { addTo } from "./joint.ts";
import { physicalName } from "./physical_name.ts";
import { graphOf, waves } from "../stack/order.ts";

/** A component's part of the graph. */
export interface RenderedComponent extends Rendered {
  /** Keys of its own resources, in the order they were added. */
  resources: string[];
}

export interface RenderedStack {
  graph: ResourceGraph;
  components: Map<string, RenderedComponent>;
}

/** Outputs of components outside the stack at hand (another unit), by id, as recorded. */
export type RecordedOutputs = (id: string) => Record<string, Value> | undefined;

/** Turns every component into resources, in dependency order, so that each finds the outputs of what it refers to. */
export function renderStack(stack: Stack): RenderedStack {
  const graph: ResourceGraph = { resources: [], lookups: [], outputs: {} };
  const rendered = new Map<string, RenderedComponent>();
  const byKey = new Map<string, Resource>();
  const components = new Map(stack.components.map((c) => [c.id, c]));
  const world: World = {
    stack,
    facts: { ...stack, ingress: stack.networking?.securityGroup?.ingress ?? [] },
    graph,
    rendered,
    byKey,
    components,
    joint: new Set(),
    last: new Map(),
  };
  for (const id of waves(graphOf(stack.components, stack.services)).waves.flat()) {
    const component = components.get(id)!;
    const own: string[] = [];
    const result = component.kind.render(contextOf(world, component, own));
    rendered.set(component.id, { ...result, resources: own });
    graph.outputs[component.id] = result.outputs;
  }
  awaitBalancers(stack, byKey);
  return { graph, components: rendered };
}

interface World {
  stack: Stack;
  facts: StackFacts;
  graph: ResourceGraph;
  rendered: Map<string, RenderedComponent>;
  byKey: Map<string, Resource>;
  components: Map<string, Component>;
  /** Keys of resources that several components write together. */
  joint: Set<string>;
  /** Component or service → what is made last of it, as it is asked for. */
  last: Map<string, string[]>;
}

function contextOf(world: World, component: Component, own: string[]): RenderContext<unknown> {
  const { stack, facts, byKey } = world;
  const waitsFor = [...new Set(component.edges.flatMap((edge) => gateOf(world, component, edge)))]
    .flatMap((id) => lastOf(world, id))
    .concat(waitsForServices(world, component.service));
  const late = new Set<string>();
  const add = (
    key: string,
    type: string,
    properties: unknown,
    options: ResourceOptions = {},
    before = waitsFor,
  ): Handle => {
    if (byKey.has(key)) throw new Error(`two resources are called "${key}"`);
    const resource: Resource = {
      ...options,
      key,
      type,
      properties: withoutUndefined(properties) as Resource["properties"],
      dependsOn: (options.dependsOn ?? []).flatMap((handle) => handle ? [handle.key] : []),
    };
    if (before.length > 0) {
      // What needs one that waits need not wait itself.
      if (!dependenciesOf(resource).some((other) => late.has(other))) {
        resource.dependsOn!.unshift(...before);
      }
      late.add(key);
    }
    if (resource.dependsOn!.length === 0) delete resource.dependsOn;
    byKey.set(key, resource);
    world.graph.resources.push(resource);
    own.push(key);
    return handleOf(key);
  };
  const lookup = (name: string, function_: string, args: Record<string, Value>) => {
    if (!world.graph.lookups.some((l) => l.key === name)) {
      world.graph.lookups.push(
        { key: name, function: function_, arguments: args } satisfies Lookup,
      );
    }
    return { attr: (attribute: string): Expression => ({ $lookup: [name, attribute] }) };
  };
  // Services that are deployed by themselves can't share with others.
  const whole = (scope: Scope | undefined) => scope === "stack" && stack.locking === "stack";
  const sharedBy = (scope: Scope | undefined) =>
    `${whole(scope) ? "@stack" : component.service}/@shared`;
  const targets = targetsOf(world, component);
  return {
    id: component.id,
    service: component.service,
    name: component.name,
    description: component.description,
    spec: component.spec,
    stack: facts,
    tags: tagsOf(stack, component),
    targets,
    target: (id) => targets.find((target) => target.id === id),
    physicalName: (rules) => physicalName(facts, component.service, component.name, rules),
    resource: (type, name, properties, options) =>
      add(`${component.id}/${name}`, type, properties, options),
    shared: (type, name, properties, { scope, ...options } = {}) => {
      const key = `${sharedBy(scope)}/${name}`;
      if (!byKey.has(key)) return add(key, type, properties, options, []);
      own.push(key);
      return handleOf(key);
    },
    joint: (type, name, properties, { of, dependsOn = [] } = {}) => {
      const key = `${of ?? sharedBy("stack")}/${name}`;
      world.joint.add(key);
      const known = byKey.get(key);
      if (!known) return add(key, type, properties, { dependsOn }, []);
      const brought = withoutUndefined(properties) as Resource["properties"];
      addTo(known, brought, dependsOn.flatMap((handle) => handle ? [handle.key] : []));
      if (!own.includes(key)) own.push(key);
      return handleOf(key);
    },
    sharedTags: (scope) => ({
      ...stack.defaultTags,
      ...stack.labels,
      ...ownerTags(stack, whole(scope) ? undefined : component.service),
    }),
    lookup,
    value: (text) => valueOf(world, text),
    network: () => networkOf(stack, lookup),
    accountId: () =>
      stack.accountId ??
        lookup("account", "aws:index/getCallerIdentity:getCallerIdentity", {}).attr("accountId"),
    file: (name) => {
      const file = component.files[name];
      if (file?.text === undefined) throw new Error(`"${name}" was not read as text`);
      return file.text;
    },
    archive: (name) => {
      const file = component.files[name];
      if (!file) throw new Error(`"${name}" was not read`);
      return { $archive: file.path, sha256: file.sha256 };
    },
  };
}

/**
 * What a component waits for because of an edge: all of what it uses, not just what it mentions,
 * since a service's address is known before its tasks run.
 */
function gateOf({ components }: World, { kind }: Component, { to, via }: Edge): string[] {
  const used = components.get(to);
  // Services wait as a whole. Tasks without a balancer of their own wait for the one before them.
  if (!used || via === "service") return [];
  const behind = via !== "dependsOn" && kind.forwards && used.kind.behind?.(used.spec);
  return behind ? [] : [to];
}

/** The resources of the services that this one waits for: of those components that no other of their service needs, which come last. */
function waitsForServices(world: World, service: string): string[] {
  const { components } = world.stack;
  const others = world.stack.services.find(({ name }) => name === service)?.dependsOn ?? [];
  return others.flatMap((other) =>
    remembered(world.last, other, () => {
      const own = components.filter((component) => component.service === other);
      const needed = new Set(own.flatMap(({ edges }) => edges.map((edge) => edge.to)));
      return own.filter(({ id }) => !needed.has(id)).flatMap(({ id }) => lastOf(world, id));
    })
  );
}

/**
 * What a component alone makes last: with it, all of the component is there, and ready where the
 * provider waits for that. What it makes together with others may need those that wait for it.
 */
function lastOf({ rendered, joint, byKey, last }: World, id: string): string[] {
  return remembered(last, id, () => {
    const own = rendered.get(id)?.resources.filter((key) => !joint.has(key)) ?? [];
    const needed = new Set(own.flatMap((key) => dependenciesOf(byKey.get(key)!)));
    return own.filter((key) => !needed.has(key));
  });
}

function remembered<T>(known: Map<string, T>, key: string, find: () => T): T {
  const value = known.get(key) ?? find();
  known.set(key, value);
  return value;
}

const handleOf = (key: string): Handle => ({
  key,
  attr: (name) => ({ $attr: [key, name] }),
  first: (list, field) => ({ $first: [key, list, field] }),
  id: { $attr: [key, "id"] },
});

function tagsOf(stack: Stack, component: Component): Record<string, string> {
  const own = component.spec.tags as Record<string, string> | undefined;
  return {
    ...stack.defaultTags,
    ...stack.labels,
    ...component.labels,
    ...own,
    ...ownerTags(stack, component.service),
    "panka:component": component.name,
  };
}

function ownerTags(stack: Stack, service?: string): Record<string, string> {
  return {
    ...(stack.tenant && { "panka:tenant": stack.tenant }),
    "panka:stack": stack.name,
    "panka:environment": stack.environment,
    ...(service && { "panka:service": service }),
  };
}

function targetsOf(world: World, component: Component): Target[] {
  const targets = new Map<string, Target>();
  for (const { to, via } of component.edges) {
    const target = world.components.get(to);
    const rendered = world.rendered.get(to);
    // A service-level dependency orders components; it gives no access.
    if (!target || !rendered || via === "service") continue;
    const mode = via === "triggers" ? "consume" : "use";
    const key = `${to} ${mode}`;
    if (targets.has(key)) continue;
    const { outputs, listener } = rendered;
    targets.set(key, {
      id: to,
      kind: target.kind,
      spec: target.spec,
      outputs: outputs as Target["outputs"],
      listener,
      access: { via, mode },
    });
  }
  return [...targets.values()];
}

function valueOf(world: World, text: Text): string | Expression {
  if (typeof text === "string") return text;
  if ("$join" in text) {
    return {
      $join: text.$join.map((part) => typeof part === "string" ? part : outputOf(world, part)),
    };
  }
  const value = outputOf(world, text);
  return value as string | Expression;
}

function outputOf(world: World, { $from, output }: OutputReference): Value {
  const value = world.rendered.get($from)?.outputs[output];
  if (value === undefined) throw new Error(`"${$from}" has no output "${output}" yet`);
  return value;
}

/** Key of the lookup that finds the VPC, where its id or its addresses are not known. */
export const VPC_LOOKUP = "network/vpc";

/**
 * Zones of the default VPC that are used, in regions where it has some that EKS ("Subnet requirements"), MemoryDB
 * ("Subnets and subnet groups") or VPC links of API Gateway refuse, or more than the three that MSK takes.
 */
const ZONES: { [region: string]: string[] } = {
  "ap-northeast-2": ["apne2-az1", "apne2-az2", "apne2-az3"],
  "ca-central-1": ["cac1-az1", "cac1-az2"],
  "us-east-1": ["use1-az2", "use1-az4", "use1-az6"],
  "us-west-1": ["usw1-az1", "usw1-az3"],
  "us-west-2": ["usw2-az1", "usw2-az2", "usw2-az3"],
};

/** The tenant's or the stack's network, else the account's default VPC. */
function networkOf(
  stack: Stack,
  lookup: RenderContext<unknown>["lookup"],
): Network {
  const existing = stack.networking?.existing;
  if (existing) {
    const { public: publicIds = [], private: privateIds = publicIds } = existing.subnetIds;
    return {
      vpcId: existing.vpcId,
      vpcCidr: existing.vpcCidr ??
        lookup(VPC_LOOKUP, "aws:ec2/getVpc:getVpc", { id: existing.vpcId }).attr("cidrBlock"),
      privateSubnetIds: privateIds,
      publicSubnetIds: publicIds,
      assignPublicIp: existing.subnetIds.private === undefined,
      securityGroupIds: existing.securityGroupIds ?? [],
    };
  }
  const vpc = lookup(VPC_LOOKUP, "aws:ec2/getVpc:getVpc", { default: true });
  const zones = ZONES[stack.region];
  const subnets = lookup("network/subnets", "aws:ec2/getSubnets:getSubnets", {
    filters: [
      { name: "vpc-id", values: [vpc.attr("id")] },
      { name: "default-for-az", values: ["true"] },
      ...(zones ? [{ name: "availability-zone-id", values: zones }] : []),
    ],
  });
  return {
    vpcId: vpc.attr("id"),
    vpcCidr: vpc.attr("cidrBlock"),
    privateSubnetIds: subnets.attr("ids"),
    publicSubnetIds: subnets.attr("ids"),
    assignPublicIp: true,
    securityGroupIds: [],
  };
}

/** The same without keys whose value is undefined: kinds write optional properties plainly. Copies only what has some. */
function withoutUndefined(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    let copy: unknown[] | undefined;
    for (let i = 0; i < value.length; i++) {
      const item = withoutUndefined(value[i]);
      if (item !== value[i]) (copy ??= value.slice())[i] = item;
    }
    return copy ?? value;
  }
  const given = value as Record<string, unknown>;
  let copy: Record<string, unknown> | undefined;
  for (const key in given) {
    const item = given[key];
    const clean = item === undefined ? undefined : withoutUndefined(item);
    if (clean === item && item !== undefined) continue;
    copy ??= { ...given };
    if (clean === undefined) delete copy[key];
    else copy[key] = clean;
  }
  return copy ?? value;
}
