import type { AwsClient } from "./client.ts";
import { askQuery } from "./calls.ts";
import { iamRegion } from "./endpoint.ts";
import { AwsError } from "./errors.ts";
import type { Repeat } from "./request.ts";
import { child, textAt, type XmlElement } from "./xml.ts";

export interface Role {
  arn: string;
  /** The trust policy, as JSON. */
  trust: string;
  tags: Record<string, string>;
  /** Seconds. */
  maxSessionDuration: number;
}

export interface NewRole {
  name: string;
  path: string;
  trust: string;
  description: string;
  maxSessionDuration: number;
  tags: Record<string, string>;
}

export interface PolicyVersion {
  id: string;
  isDefault: boolean;
  /** Milliseconds since 1970 UTC. */
  createdAt: number;
}

/** IAM's roles and policies. What is not there is undefined; throws AwsError and NoAnswer. */
export class Iam {
  readonly #client: AwsClient;

  constructor(client: AwsClient) {
    this.#client = client.with({ region: iamRegion(client.region) });
  }

  async getRole(name: string, signal?: AbortSignal): Promise<Role | undefined> {
    const role = await this.#find("GetRole", "Role", { RoleName: name }, signal);
    return role && {
      arn: textAt(role, "Arn") ?? "",
      trust: decoded(textAt(role, "AssumeRolePolicyDocument")),
      tags: Object.fromEntries(
        (child(role, "Tags")?.children ?? []).map(tagOf),
      ),
      maxSessionDuration: Number(textAt(role, "MaxSessionDuration") ?? 3600),
    };
  }

  /** Of a role that may be read no further: its trust policy says what logs in. */
  async roleTags(name: string, signal?: AbortSignal): Promise<Record<string, string>> {
    const asked = { RoleName: name };
    return Object.fromEntries(await this.#list("ListRoleTags", "Tags", asked, tagOf, signal));
  }

  async createRole(role: NewRole, signal?: AbortSignal): Promise<void> {
    await this.#call(
      "CreateRole",
      {
        RoleName: role.name,
        Path: role.path,
        AssumeRolePolicyDocument: role.trust,
        Description: role.description,
        MaxSessionDuration: String(role.maxSessionDuration),
        ...tagParameters(role.tags),
      },
      "ifNotTaken",
      signal,
    );
  }

  async setTrust(role: string, document: string, signal?: AbortSignal): Promise<void> {
    const change = { RoleName: role, PolicyDocument: document };
    await this.#call("UpdateAssumeRolePolicy", change, "always", signal);
  }

  /** @param seconds 3600 to 43,200 */
  async setMaxSession(role: string, seconds: number, signal?: AbortSignal): Promise<void> {
    const change = { RoleName: role, MaxSessionDuration: String(seconds) };
    await this.#call("UpdateRole", change, "always", signal);
  }

  /** Sets these tags; others stay. */
  async tagRole(
    role: string,
    tags: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#call("TagRole", { RoleName: role, ...tagParameters(tags) }, "always", signal);
  }

  /** Fails while policies are attached to it or in it. */
  async deleteRole(role: string, signal?: AbortSignal): Promise<void> {
    await this.#remove("DeleteRole", { RoleName: role }, signal);
  }

  /** Names of the roles whose path begins so. */
  rolesUnder(path: string, signal?: AbortSignal): Promise<string[]> {
    const read = (role: XmlElement) => textAt(role, "RoleName") ?? "";
    return this.#list("ListRoles", "Roles", { PathPrefix: path }, read, signal);
  }

  /** Names of the policies in a role. */
  inlinePolicies(role: string, signal?: AbortSignal): Promise<string[]> {
    return this.#list("ListRolePolicies", "PolicyNames", { RoleName: role }, text, signal);
  }

  async getInline(
    role: string,
    policy: string,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const asked = { RoleName: role, PolicyName: policy };
    const document = await this.#find("GetRolePolicy", "PolicyDocument", asked, signal);
    return document && decoded(document.text);
  }

  async putInline(
    role: string,
    policy: string,
    document: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const change = { RoleName: role, PolicyName: policy, PolicyDocument: document };
    await this.#call("PutRolePolicy", change, "always", signal);
  }

  async deleteInline(role: string, policy: string, signal?: AbortSignal): Promise<void> {
    await this.#remove("DeleteRolePolicy", { RoleName: role, PolicyName: policy }, signal);
  }

  /** ARNs of the managed policies of a role. */
  attachedPolicies(role: string, signal?: AbortSignal): Promise<string[]> {
    return this.#list(
      "ListAttachedRolePolicies",
      "AttachedPolicies",
      { RoleName: role },
      (policy) => textAt(policy, "PolicyArn") ?? "",
      signal,
    );
  }

  async attach(role: string, policyArn: string, signal?: AbortSignal): Promise<void> {
    const change = { RoleName: role, PolicyArn: policyArn };
    await this.#call("AttachRolePolicy", change, "always", signal);
  }

  async detach(role: string, policyArn: string, signal?: AbortSignal): Promise<void> {
    await this.#remove("DetachRolePolicy", { RoleName: role, PolicyArn: policyArn }, signal);
  }

  /** The document of a managed policy that counts. */
  async getPolicy(arn: string, signal?: AbortSignal): Promise<string | undefined> {
    const policy = await this.#find("GetPolicy", "Policy", { PolicyArn: arn }, signal);
    const VersionId = textAt(policy, "DefaultVersionId");
    if (VersionId === undefined) return undefined;
    const asked = { PolicyArn: arn, VersionId };
    const version = await this.#find("GetPolicyVersion", "PolicyVersion", asked, signal);
    return version && decoded(textAt(version, "Document"));
  }

  async createPolicy(
    policy: { name: string; path: string; document: string; description: string },
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#call(
      "CreatePolicy",
      {
        PolicyName: policy.name,
        Path: policy.path,
        PolicyDocument: policy.document,
        Description: policy.description,
      },
      "ifNotTaken",
      signal,
    );
  }

  policyVersions(arn: string, signal?: AbortSignal): Promise<PolicyVersion[]> {
    return this.#list("ListPolicyVersions", "Versions", { PolicyArn: arn }, (version) => ({
      id: textAt(version, "VersionId") ?? "",
      isDefault: textAt(version, "IsDefaultVersion") === "true",
      createdAt: Date.parse(textAt(version, "CreateDate") ?? ""),
    }), signal);
  }

  /** The new version counts at once. IAM keeps five, so that the oldest must go before a sixth. */
  async createPolicyVersion(arn: string, document: string, signal?: AbortSignal): Promise<void> {
    const change = { PolicyArn: arn, PolicyDocument: document, SetAsDefault: "true" };
    await this.#call("CreatePolicyVersion", change, "ifNotTaken", signal);
  }

  async deletePolicyVersion(arn: string, id: string, signal?: AbortSignal): Promise<void> {
    await this.#remove("DeletePolicyVersion", { PolicyArn: arn, VersionId: id }, signal);
  }

  async #find(
    action: string,
    element: string,
    parameters: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<XmlElement | undefined> {
    try {
      return child(await this.#call(action, parameters, "always", signal), element);
    } catch (error) {
      if (isNoSuchEntity(error)) return undefined;
      throw error;
    }
  }

  async #list<T>(
    action: string,
    element: string,
    parameters: Record<string, string>,
    read: (member: XmlElement) => T,
    signal?: AbortSignal,
  ): Promise<T[]> {
    const found: T[] = [];
    let marker: string | undefined;
    for (;;) {
      const asked = marker === undefined ? parameters : { ...parameters, Marker: marker };
      const page = await this.#call(action, asked, "always", signal);
      found.push(...(child(page, element)?.children ?? []).map(read));
      if (textAt(page, "IsTruncated") !== "true") return found;
      marker = textAt(page, "Marker");
    }
  }

  /** What is not there needs no removal. */
  async #remove(
    action: string,
    parameters: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<void> {
    try {
      await this.#call(action, parameters, "always", signal);
    } catch (error) {
      if (!isNoSuchEntity(error)) throw error;
    }
  }

  async #call(
    action: string,
    parameters: Record<string, string>,
    repeat: Repeat,
    signal?: AbortSignal,
  ): Promise<XmlElement | undefined> {
    const call = { service: "iam", operation: action, version: "2010-05-08", repeat };
    return child(await askQuery(this.#client, call, parameters, signal), `${action}Result`);
  }
}

/** IAM knows no such thing, or not yet: what was made some seconds ago may still be unknown. */
export function isNoSuchEntity(error: unknown): boolean {
  return error instanceof AwsError && error.code === "NoSuchEntity";
}

function tagParameters(tags: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value], i) => [
      [`Tags.member.${i + 1}.Key`, key],
      [`Tags.member.${i + 1}.Value`, value],
    ]),
  );
}

const text = (element: XmlElement): string => element.text;

const tagOf = (tag: XmlElement): [string, string] => [
  textAt(tag, "Key") ?? "",
  textAt(tag, "Value") ?? "",
];

/** Documents come percent-encoded (IAM API Reference, GetRole); some servers send them plain. */
function decoded(document = ""): string {
  return document.trimStart().startsWith("{") ? document : decodeURIComponent(document);
}
