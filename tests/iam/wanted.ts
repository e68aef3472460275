import type { HttpAsk } from "./http_ask.ts";
import type { Context } from "./request.ts";

/** An action on a resource that a request needs to be allowed. */
export interface Wanted {
  action: string;
  resource: string;
  context?: Context;
  /** Who owns the resource, where its ARN does not say and it is not the caller's account. */
  account?: string;
}

/** What only the servers know. Each answers undefined for what does not exist. */
export interface World {
  /** The partition key's name of a table or, with a name, of its index. */
  hashKey(table: string, index?: string): Promise<string | undefined>;
  /** Account of a bucket. */
  bucketOwner(bucket: string): Promise<string | undefined>;
  /** A role, which requests give by name only. */
  role(name: string): Promise<KnownRole | undefined>;
  /** A KMS key's ARN, for an id, an alias or an ARN of either. */
  keyArn(id: string): Promise<string | undefined>;
  /** ARN of the function that an event source mapping calls. @param id of the mapping */
  mappedFunction(id: string): Promise<string | undefined>;
  /** Id of the file system that a mount target is of. */
  fileSystemOf(mountTarget: string): Promise<string | undefined>;
  /** Tags of a thing, where the servers tell them; none of what does not exist. */
  tags(arn: string): Promise<Readonly<Record<string, string>>>;
}

/** What conditions ask about a role. */
export interface KnownRole {
  /** With its path. */
  arn: string;
  /** ARN of its permissions boundary. */
  boundary?: string;
  tags: Readonly<Record<string, string>>;
}

/** What a builder gets: the request, who owns what it does not say, and the servers' knowledge. */
export interface Asked {
  ask: HttpAsk;
  /** Account of the caller. */
  account: string;
  world: World;
}

/** From a request of one service to what it needs. @throws {BadAsk} for what it doesn't understand */
export type Builder = (asked: Asked) => Promise<Wanted[]> | Wanted[];

/** ARN of something in the caller's account and the request's region. */
export function arnOf({ ask, account }: Asked, service: string, rest: string): string {
  return `arn:aws:${service}:${ask.region}:${account}:${rest}`;
}

/** `aws:RequestTag/…` and `aws:TagKeys` of the tags that a request gives. */
export function tagKeys(tags: Readonly<Record<string, string>>): Record<string, string | string[]> {
  const names = Object.keys(tags);
  if (names.length === 0) return {};
  return {
    "aws:TagKeys": names,
    ...Object.fromEntries(names.map((name) => [`aws:RequestTag/${name}`, tags[name]!])),
  };
}
