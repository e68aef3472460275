import { decodeOnce } from "../http_ask.ts";
import { parsePolicy, type Policy, type PolicyKind } from "../policy.ts";
import type { Wanted } from "../wanted.ts";
import { all, type Upstream } from "./upstream.ts";

/** What limits and lets a role, as installed at this moment. */
export interface RolePolicies {
  identity: Policy[];
  boundary?: Policy;
}

/** The policies that the emulator stores, read anew for every request. */
export class Installed {
  readonly #parsed = new Map<string, Policy>();

  constructor(
    private readonly upstream: Upstream,
    /** Policies that the emulator has no place for, by the resource's ARN. */
    private readonly told: (resource: string) => string | object | undefined,
  ) {}

  /** Of a role that is gone, none: its sessions may nothing. */
  async ofRole(account: string, name: string): Promise<RolePolicies> {
    const ask = (Action: string, more: Record<string, string> = {}) =>
      this.upstream.iam(account, { Action, RoleName: name, ...more });
    const [role, inline, attached] = await Promise.all([
      this.upstream.role(account, name),
      ask("ListRolePolicies"),
      ask("ListAttachedRolePolicies"),
    ]);
    if (!role || !inline || !attached) return { identity: [] };
    const names = all(all(inline, "PolicyNames")[0]!, "member").map((member) => member.text);
    const arns = all(attached, "PolicyArn").map((arn) => arn.text);
    const identity = await Promise.all([
      ...names.map(async (PolicyName) => {
        const answer = await ask("GetRolePolicy", { PolicyName });
        const document = answer && all(answer, "PolicyDocument")[0]!.text;
        return document &&
          this.read(decodeOnce(document), "identity", `inline policy ${PolicyName}`);
      }),
      ...arns.map((arn) => this.managed(account, arn)),
    ]);
    return {
      identity: identity.filter((policy) => typeof policy === "object"),
      boundary: role.boundary ? await this.managed(account, role.boundary, true) : undefined,
    };
  }

  /** The version of a managed policy that is in force. A boundary that is gone allows nothing. */
  async managed(account: string, arn: string, must = false): Promise<Policy | undefined> {
    const policy = await this.upstream.iam(account, { Action: "GetPolicy", PolicyArn: arn });
    const version = policy && await this.upstream.iam(account, {
      Action: "GetPolicyVersion",
      PolicyArn: arn,
      VersionId: all(policy, "DefaultVersionId")[0]!.text,
    });
    if (version) return this.read(decodeOnce(all(version, "Document")[0]!.text), "identity", arn);
    return must ? { name: arn, statements: [] } : undefined;
  }

  /** The policy of what a request is about: a bucket's, a key's, a role's trust policy. */
  async ofResource({ action, resource, account = "" }: Wanted): Promise<Policy | undefined> {
    const document = this.told(resource) ?? await this.#stored(action, resource, account);
    if (document === undefined) return undefined;
    const kind = action.startsWith("sts:") ? "trust" : "resource";
    return this.read(document, kind, `policy of ${resource.replace(/(:s3:::[^/]+)\/.*$/, "$1")}`);
  }

  async #stored(action: string, resource: string, account: string): Promise<string | undefined> {
    if (action.startsWith("s3:") && resource.startsWith("arn:aws:s3:::")) {
      const bucket = resource.slice("arn:aws:s3:::".length).split("/")[0]!;
      const target = `/${bucket}?policy`;
      return await this.upstream.ask({ service: "s3", account, method: "GET", target });
    }
    if (action.startsWith("sts:") && resource.includes(":role/")) {
      const role = await this.upstream.role(account, resource.split("/").at(-1)!);
      return role?.arn === resource ? role.trust : undefined;
    }
    if (action.startsWith("kms:") && resource.includes(":key/")) {
      const input = { KeyId: resource, PolicyName: "default" };
      const target = "TrentService.GetKeyPolicy";
      const region = resource.split(":")[3]!;
      return (await this.upstream.json("kms", account, region, target, input))?.Policy as string;
    }
  }

  /** Throws PolicyError for a document that AWS would not have taken. */
  read(document: string | object, kind: PolicyKind, name: string): Policy {
    const text = typeof document === "string" ? document : JSON.stringify(document);
    const key = `${kind} ${name} ${text}`;
    const known = this.#parsed.get(key) ?? parsePolicy(text, kind, name);
    this.#parsed.set(key, known);
    return known;
  }
}
