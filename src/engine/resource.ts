import type { OutputInstance } from "@pulumi/pulumi/output.d.ts";

/** What a property may hold instead of a literal: something known only when AWS has answered, or printed late. */
export type Expression =
  /** An attribute of another resource of the graph, by its key. */
  | { $attr: [resource: string, attribute: string] }
  /** A text without quotes in the first item of a list attribute ("masterUserSecrets", "secretArn"); empty while the list is. */
  | { $first: [resource: string, list: string, field: string] }
  /** An attribute of a lookup (a read-only question to AWS), by its key. */
  | { $lookup: [lookup: string, attribute: string] }
  /** Texts and expressions, one after the other. */
  | { $join: Value[] }
  /** The value printed as JSON without white space, once known: policies, container definitions. */
  | { $json: Value }
  /** The content of a Secrets Manager secret ("path" or "path#key"), read by the engine, never by panka. */
  | { $secret: string }
  /** A folder or zip file on this machine; `sha256` of its content, so that a change shows. */
  | { $archive: string; sha256: string }
  /** Files written out in the spec, zipped: name → text. */
  | { $inlineArchive: Record<string, string> };

export type Value =
  | null
  | boolean
  | number
  | string
  | Expression
  | Value[]
  | { [key: string]: Value };

/** One cloud resource, engine-neutral. */
export interface Resource {
  /** `service/component/name`: unique in the stack, stable over time. */
  key: string;
  /** Pulumi's token, "aws:sqs/queue:Queue". */
  type: string;
  properties: { [name: string]: Value };
  /** Keys of resources that must be there first without being mentioned in a property. */
  dependsOn?: string[];
  /** Refuse to delete, in the engine as well. */
  protect?: boolean;
  /** Properties whose later changes from outside are none of ours (an autoscaled desiredCount). */
  ignoreChanges?: string[];
  /** Delete the old one before creating the new one, where names collide. */
  deleteBeforeReplace?: boolean;
  /** The name by which AWS knows it, where it has one that is chosen by us. */
  physicalName?: string;
}

/** A read-only question to AWS that several resources share: the default VPC, the region. */
export interface Lookup {
  key: string;
  /** Pulumi's token, "aws:ec2/getVpc:getVpc". */
  function: string;
  arguments: { [name: string]: Value };
}

/** Everything an engine needs to make a unit true. */
export interface ResourceGraph {
  resources: Resource[];
  lookups: Lookup[];
  /** Component id → output name → value. */
  outputs: { [component: string]: { [output: string]: Value } };
}

// deno-lint-ignore no-explicit-any
type Late = Promise<any> | OutputInstance<any>;

/** A property type of `@pulumi/aws` as we write it: literals or expressions, no promises. */
export type Plain<T> = T extends Late ? never
  : T extends undefined ? undefined
  : T extends string | number | boolean | null ? T | Expression
  : T extends { __pulumiAsset: boolean } | { __pulumiArchive: boolean } ? Expression
  : T extends readonly (infer U)[] ? Plain<U>[] | Expression
  : T extends object ? { [K in keyof T]: Plain<T[K]> } | Expression
  : T;

/** The arguments of a resource of `@pulumi/aws`, checked at compile time only. */
export type Properties<Args> = { [K in keyof Args]: Plain<Args[K]> };
