import { parseXml, type XmlElement } from "../../../src/aws/xml.ts";
import { decodeOnce } from "../http_ask.ts";
import type { KnownRole, World } from "../wanted.ts";
import { tagsOfThing } from "./tags_of.ts";

/** What is asked of the emulator, as whom. */
interface Question {
  service: string;
  account: string;
  region?: string;
  method?: string;
  target?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** A role as IAM stores it. */
export interface StoredRole extends KnownRole {
  id: string;
  name: string;
  trust: string;
  /** Of sessions, in seconds. */
  longest: number;
}

/** Asks the emulator behind the proxy, past the proxy, as the root of an account. */
export class Upstream {
  constructor(
    readonly url: string,
    /** Accounts that may own a bucket. */
    private readonly accounts: readonly string[],
  ) {}

  /** The answer's text; undefined when there is no such thing. Throws on other errors. */
  async ask(question: Question): Promise<string | undefined> {
    const { service, account, region = "us-east-1", method = "POST", target = "/" } = question;
    const response = await fetch(this.url + target, {
      method,
      body: question.body,
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${account}/20260101/${region}/${service}` +
          "/aws4_request, SignedHeaders=host, Signature=0",
        ...question.headers,
      },
    });
    const text = await response.text();
    if (response.ok) return text;
    if (response.status === 404 || /NotFound|NoSuch|ResourceNotFound/.test(text)) return undefined;
    throw new Error(`${service} answered ${response.status}: ${text}`);
  }

  /** IAM's answer to an action. */
  iam(account: string, form: Record<string, string>): Promise<XmlElement | undefined> {
    return this.form({ service: "iam", account, version: "2010-05-08" }, form);
  }

  /** The answer of a service that takes forms. */
  async form(
    { version, ...whom }: Pick<Question, "service" | "account" | "region"> & { version: string },
    form: Record<string, string>,
  ): Promise<XmlElement | undefined> {
    const text = await this.ask({
      ...whom,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ ...form, Version: version }).toString(),
    });
    return text === undefined ? undefined : parseXml(text);
  }

  /** The answer of a service that speaks JSON. */
  async json(
    service: string,
    account: string,
    region: string,
    target: string,
    input: object,
  ): Promise<Record<string, unknown> | undefined> {
    const text = await this.ask({
      service,
      account,
      region,
      headers: { "x-amz-target": target, "content-type": "application/x-amz-json-1.0" },
      body: JSON.stringify(input),
    });
    return text === undefined ? undefined : JSON.parse(text);
  }

  async role(account: string, name: string): Promise<StoredRole | undefined> {
    const role = await this.iam(account, { Action: "GetRole", RoleName: name });
    if (!role) return undefined;
    const found = (tag: string) => all(role, tag)[0]?.text;
    const keys = all(role, "Tags")[0]?.children ?? [];
    return {
      name,
      arn: found("Arn")!,
      id: found("RoleId")!,
      trust: decodeOnce(found("AssumeRolePolicyDocument")!),
      longest: Number(found("MaxSessionDuration") ?? 3600),
      boundary: found("PermissionsBoundaryArn"),
      tags: Object.fromEntries(
        keys.map((tag) => [all(tag, "Key")[0]!.text, all(tag, "Value")[0]!.text]),
      ),
    };
  }

  async bucketOwner(bucket: string): Promise<string | undefined> {
    const owners = await Promise.all(this.accounts.map(async (account) => {
      const text = await this.ask({ service: "s3", account, method: "GET" });
      const names = all(parseXml(text!), "Name").map((name) => name.text);
      return names.includes(bucket) ? account : undefined;
    }));
    return owners.find((owner) => owner !== undefined);
  }

  /** What requests of a caller need to know, in the caller's account and region. */
  world(account: string, region: string): World {
    return {
      bucketOwner: (bucket) => this.bucketOwner(bucket),
      role: (name) => this.role(account, name),
      hashKey: async (table, index) => {
        const [, , , where = region, owner = account, rest = ""] = table.split(":");
        const input = { TableName: rest.replace("table/", "") };
        const target = "DynamoDB_20120810.DescribeTable";
        const answer = await this.json("dynamodb", owner, where, target, input);
        const described = answer?.Table as TableDescription | undefined;
        const indexes = [
          ...(described?.GlobalSecondaryIndexes ?? []),
          ...(described?.LocalSecondaryIndexes ?? []),
        ];
        const keyed = index ? indexes.find((each) => each.IndexName === index) : described;
        return keyed?.KeySchema.find((key) => key.KeyType === "HASH")?.AttributeName;
      },
      mappedFunction: async (id) => {
        const target = `/2015-03-31/event-source-mappings/${id}`;
        const text = await this.ask({ service: "lambda", account, region, method: "GET", target });
        return text === undefined ? undefined : JSON.parse(text).FunctionArn;
      },
      fileSystemOf: async (mountTarget) => {
        const target = `/2015-02-01/mount-targets?MountTargetId=${mountTarget}`;
        const ask = { service: "elasticfilesystem", account, region, method: "GET", target };
        const text = await this.ask(ask);
        return text === undefined ? undefined : JSON.parse(text).MountTargets[0]?.FileSystemId;
      },
      tags: (arn) => tagsOfThing(this, arn, [account, region]),
      keyArn: async (id) => {
        const [, , , where = region, owner = account] = id.startsWith("arn:") ? id.split(":") : [];
        const target = "TrentService.DescribeKey";
        const answer = await this.json("kms", owner, where, target, { KeyId: id });
        return (answer?.KeyMetadata as { Arn: string } | undefined)?.Arn;
      },
    };
  }
}

interface Keyed {
  KeySchema: { AttributeName: string; KeyType: string }[];
}

interface TableDescription extends Keyed {
  GlobalSecondaryIndexes?: (Keyed & { IndexName: string })[];
  LocalSecondaryIndexes?: (Keyed & { IndexName: string })[];
}

/** All elements of a name, wherever they are, outermost first. */
export function all(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...all(child, name),
  ]);
}
