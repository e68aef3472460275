import type { VpcSpec } from "../kinds/vpc/fields.ts";
import { subnetsOf } from "../kinds/vpc/subnets.ts";
import type { Files } from "../ports/files.ts";
import { type Loaded, loadStack } from "../stack/load.ts";
import type { Stack } from "../stack/model.ts";
import type { StateDocument } from "../state/document.ts";
import type { StackAddress } from "../state/paths.ts";
import { TENANT_TAG } from "./names.ts";
import type { NetworkRecord } from "./network.ts";
import { type TenantConfig, vpcOf } from "./tenant_config.ts";

/** Without a tenant, this name is the platform's. */
export const NETWORK_STACK = "tenant-network";
const COMPONENT = "network/vpc";
const OUTPUTS = ["vpcId", "vpcCidr", "publicSubnetIds", "privateSubnetIds"];

/** The networks of all tenants are one stack of the platform's, and each tenant's is an environment of it. */
export const networkAddress = (tenant: string): StackAddress => ({
  stack: NETWORK_STACK,
  environment: tenant,
});

/**
 * A tenant's network as a stack, read from documents as any other is. It belongs to the platform, and what it makes
 * carries the tenant's tag, so that the tenant may use it.
 *
 * @param root path of its one file, which need not be there
 */
export function networkStack(
  root: string,
  { name, spec }: TenantConfig,
  region: string,
): Loaded {
  const { aws, defaultTags } = spec;
  const vpc = vpcOf(spec);
  // Nothing in it is a variable.
  const literal = (value: unknown) =>
    JSON.parse(JSON.stringify(value).replaceAll("${", () => "$${"));
  const core = "core.panka.io/v1";
  const documents = [
    {
      apiVersion: core,
      kind: "Stack",
      metadata: { name: NETWORK_STACK },
      spec: vpc &&
        { outputs: Object.fromEntries(OUTPUTS.map((o) => [o, `\${${COMPONENT}.${o}}`])) },
    },
    ...vpc
      ? [
        { apiVersion: core, kind: "Service", metadata: { name: "network" } },
        {
          apiVersion: "components.panka.io/v1",
          kind: "VPC",
          metadata: { name: "vpc", service: "network" },
          spec: literal(vpc),
        },
      ]
      : [],
  ];
  return loadStack(
    oneFile(root, documents.map((one) => JSON.stringify(one, null, 2)).join("\n---\n")),
    {
      root,
      environment: name,
      defaults: {
        region,
        accountId: aws.accountId,
        defaultTags: { ...defaultTags, [TENANT_TAG]: name },
        production: [],
      },
    },
  );
}

/** Where something of it is; undefined where nothing is. */
export function recordedRegion(document: StateDocument | undefined): string | undefined {
  const unit = document?.units.stack;
  const some = Object.keys(unit?.components ?? {}).length > 0;
  return some ? unit!.settings?.region as string | undefined : undefined;
}

/** What the state says that a tenant's stacks stand in; undefined while it can't be relied on. */
export function recordedNetwork(document: StateDocument | undefined): NetworkRecord | undefined {
  const unit = document?.units.stack;
  const { serial } = document ?? {};
  const made = unit?.components[COMPONENT];
  if (!document || serial === undefined) return undefined;
  if (!made) return unit?.inFlight ? undefined : { serial, removed: true };
  const { vpcId, vpcCidr, publicSubnetIds, privateSubnetIds, defaultSecurityGroupId } = made
    .outputs as Record<string, string | undefined>;
  if (made.status !== "ready" || !vpcId) return undefined;
  const listed = (ids: string | undefined) => ids ? ids.split(",") : undefined;
  const [open, closed] = [listed(publicSubnetIds), listed(privateSubnetIds)];
  return {
    region: unit!.settings!.region as string,
    serial,
    existing: {
      vpcId,
      vpcCidr,
      subnetIds: { ...open && { public: open }, ...closed && { private: closed } },
      // Without rules it lets nothing in and out, and what stands in the VPC has a group of its own.
      ...made.spec.defaultSecurityGroup && defaultSecurityGroupId
        ? { securityGroupIds: [defaultSecurityGroupId] }
        : {},
    },
  };
}

/** Ids of the subnets that are there, and that the stack gives up or moves; none where the whole VPC goes. */
export function goingSubnets(document: StateDocument | undefined, stack: Stack): string[] {
  const unit = document?.units.stack;
  const made = unit?.components[COMPONENT];
  const wanted = stack.components.find(({ id }) => id === COMPONENT);
  if (!made || !wanted) return [];
  const region = unit!.settings!.region as string;
  const stay = new Map(
    subnetsOf(wanted.spec as unknown as VpcSpec, region).map((
      { key, cidrBlock },
    ) => [key, cidrBlock]),
  );
  const now = subnetsOf(made.spec as unknown as VpcSpec, region);
  return [true, false].flatMap((open) => {
    const ids = String(made.outputs[open ? "publicSubnetIds" : "privateSubnetIds"]).split(",");
    return now.filter((subnet) => subnet.public === open)
      .flatMap(({ key, cidrBlock }, i) => stay.get(key) === cidrBlock ? [] : [ids[i]!]);
  });
}

const oneFile = (path: string, text: string): Files => {
  const bytes = new TextEncoder().encode(text);
  return {
    list: () => [],
    stat: (asked) => asked === path ? { kind: "file", size: bytes.length } : undefined,
    read: () => bytes,
    real: (asked) => asked,
  };
};
