import type { Expression, Properties, Resource, Value } from "../engine/resource.ts";
import type { Text } from "../schema/field.ts";
import type { Access, Kind, Outputs } from "./kind.ts";

/** What is true of the whole stack while its components are rendered. */
export interface StackFacts {
  name: string;
  environment: string;
  tenant?: string;
  region: string;
  accountId?: string;
  production: boolean;
  /** `service`: services are deployed by themselves, so that they share nothing. */
  locking: "stack" | "service";
  /** Days that log groups keep what was written; from Observability, default 30. */
  logRetentionDays: number;
  /** KMS key for everything that can be encrypted with one and names none itself; from Security. */
  kmsKeyId?: string;
  /** ARN of the permissions boundary of every role that is created; from Security. */
  permissionsBoundary?: string;
  /** Where a tenant's roles are in IAM, and what bounds them: no others may be made by it, whatever else is said. */
  roles?: RolePlace;
  /** Rules that every load balancer gets besides its own; from the stack's networking. */
  ingress: readonly IngressRule[];
}

/** What every role of a tenant has, so that it can give none more than itself may do. */
export interface RolePlace {
  /** Of roles and instance profiles: "/panka/acme/". */
  path: string;
  /** The boundary's path and name: "/panka-platform/panka-tenant-boundary". */
  boundary: string;
}

/** Ports that addresses may connect to. */
export interface IngressRule {
  /** First port. */
  port: number;
  /** Last port; the same where absent. */
  toPort?: number;
  protocol: "tcp" | "udp";
  cidrBlocks: readonly string[];
  description?: string;
}

/** Where components with a network interface live. */
export interface Network {
  vpcId: string | Expression;
  /** CIDR block of the VPC. */
  vpcCidr: string | Expression;
  privateSubnetIds: string[] | Expression;
  publicSubnetIds: string[] | Expression;
  /** Groups that every interface gets besides its own. */
  securityGroupIds: string[];
  /** The subnets called private are public ones: what runs there reaches nothing without a public address. */
  assignPublicIp: boolean;
}

/** A component that this one refers to, already rendered. */
export interface Target {
  id: string;
  kind: Kind;
  spec: unknown;
  /** Those that are names, addresses or ARNs. */
  outputs: Record<string, string | Expression>;
  /** Set when it takes connections. */
  listener?: Listener;
  access: Access;
}

/** How others connect: the security group to let them into, and the ports. */
export interface Listener {
  securityGroupId: string | Expression;
  ports: readonly number[];
  protocol?: "tcp" | "udp";
}

export interface Rendered<O extends Outputs = Outputs> {
  outputs: Record<keyof O, Value>;
  listener?: Listener;
}

/** Names one resource that was added to the graph. */
export interface Handle {
  readonly key: string;
  attr(name: string): Expression;
  /** A text in the first item of a list attribute, empty while the list is. */
  first(list: string, field: string): Expression;
  /** The provider's id of the resource. */
  readonly id: Expression;
}

export interface NameRules {
  /** The service's limit, in characters. */
  max: number;
  /** Characters that the service refuses become dashes; default: letters, digits and dashes stay. */
  allowed?: RegExp;
  /** The service refuses two dashes in a row, and one at the end. */
  singleDashes?: true;
  /** Beginnings that the service refuses; a tenant or an environment may be called so. */
  reserved?: RegExp;
  /** Ends the name and counts against the limit: ".fifo". */
  suffix?: string;
  /** Names that are unique in all of AWS get account id and region. */
  global?: true;
  /** Told apart from the component's other names: "dlq". */
  part?: string;
  /** The name of a shared resource: without the component's name, or without the service's as well. */
  shared?: Scope;
}

/** Who shares a resource: the components of one service, or all of the stack's; with locking: service, the service's in any case. */
export type Scope = "service" | "stack";

export type ResourceOptions =
  & Pick<
    Resource,
    "protect" | "ignoreChanges" | "deleteBeforeReplace" | "physicalName"
  >
  & { dependsOn?: (Handle | undefined)[] };

/** What a kind's `render` gets: its spec, the world around it, and where to put resources. */
export interface RenderContext<S> {
  readonly id: string;
  readonly service: string;
  readonly name: string;
  readonly description?: string;
  readonly spec: S;
  readonly stack: StackFacts;
  /** All tags of this component: panka's, labels, the tenant's, its own. */
  readonly tags: Record<string, string>;
  /** Components that this one refers to, once each and access mode. */
  readonly targets: readonly Target[];
  /** The one of that id among them. */
  target(id: string | undefined): Target | undefined;
  /** `{tenant}-{env}-{stack}-{service}-{component}`, cut to the limit with a stable hash. */
  physicalName(rules: NameRules): string;
  /** Adds a resource; `name` is unique in the component ("queue", "dead-letter"). */
  resource<Args>(
    type: string,
    name: string,
    properties: Properties<Args>,
    options?: ResourceOptions,
  ): Handle;
  /** The same for a resource that components of this service, or of the stack, share ("cluster"): added once. */
  shared<Args>(
    type: string,
    name: string,
    properties: Properties<Args>,
    options?: ResourceOptions & { scope?: Scope },
  ): Handle;
  /**
   * Adds to a resource that several components write together, as a bucket's one list of
   * notifications: lists in its properties are joined. It counts as a part of the component `of`;
   * without one, which is for what is outside the stack, the stack's components share it.
   */
  joint<Args>(
    type: string,
    name: string,
    properties: Properties<Args>,
    options?: Pick<ResourceOptions, "dependsOn"> & { of?: string },
  ): Handle;
  /** Tags of a shared resource: nothing in them changes with the components that use it. */
  sharedTags(scope: Scope): Record<string, string>;
  /** A read-only question to AWS, asked once for the whole stack. */
  lookup(
    name: string,
    function_: string,
    args: Record<string, Value>,
  ): { attr(name: string): Expression };
  /** A spec's text with the outputs it refers to put in. */
  value(text: Text): string | Expression;
  network(): Network;
  /** The account's id, from the stack or asked of AWS. */
  accountId(): string | Expression;
  /** A file named by `files` of the kind: its text, or the archive. */
  file(name: string): string;
  archive(name: string): Expression;
}
