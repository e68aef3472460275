import { child, parseXml, textAt } from "../../../src/aws/xml.ts";
import { BadAsk, decodeOnce, type HttpAsk, parseForm } from "../http_ask.ts";
import type { Context } from "../request.ts";
import type { Builder, Wanted, World } from "../wanted.ts";
import { BUCKET_PARTS, NO_PART, OBJECT_PARTS } from "./s3_parts.ts";

/** What a path or a host names; a key is what is left after one decoding, slashes and dots as they are. */
export interface S3Place {
  bucket?: string;
  key?: string;
}

/** @throws {BadAsk} */
export function placeOf(ask: HttpAsk): S3Place {
  const host = (ask.headers.get("host") ?? "").replace(/:\d+$/, "");
  const inHost = /^(.+)\.s3[.-]/.exec(host)?.[1];
  const rest = ask.path.replace(/^\//, "");
  if (inHost) return { bucket: inHost, key: rest === "" ? undefined : decodeOnce(rest) };
  const slash = rest.indexOf("/");
  const bucket = decodeOnce(slash < 0 ? rest : rest.slice(0, slash));
  const key = slash < 0 ? "" : decodeOnce(rest.slice(slash + 1));
  if (bucket !== "" && !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw new BadAsk(`"${bucket}" is no bucket`);
  }
  return { bucket: bucket || undefined, key: key || undefined };
}

/** Actions as in the Service Authorization Reference, "Actions … for Amazon S3". */
export const s3: Builder = async ({ ask, world }) => {
  const { bucket, key } = placeOf(ask);
  if (bucket === undefined) {
    if (ask.method !== "GET") throw new BadAsk(`${ask.method} of no bucket`);
    return [{ action: "s3:ListAllMyBuckets", resource: "*", context: common(ask) }];
  }
  const parts = [...ask.query.keys()].filter((name) => OBJECT_PARTS[name] ?? BUCKET_PARTS[name]);
  // Which one S3 would take is not documented.
  if (parts.length > 1) throw new BadAsk(`more than one of ${parts.join(", ")}`);
  const wanted = key === undefined
    ? bucketWants(ask, bucket, parts[0])
    : await objectWants(ask, world, bucket, key, parts[0]);
  const account = await world.bucketOwner(bucket);
  return wanted.map((each) => ({ account, ...each }));
};

function bucketWants(ask: HttpAsk, bucket: string, part: string | undefined): Wanted[] {
  const context: Record<string, string | readonly string[]> = { ...common(ask) };
  if (part === "delete" && ask.method === "POST") return deletions(ask, bucket);
  const action = (part ? BUCKET_PARTS[part] : NO_PART.bucket)?.[ask.method];
  if (!action) throw new BadAsk(`${ask.method} of a bucket's ${part ?? "own"}`);
  if (action.startsWith("ListBucket")) {
    for (const name of ["prefix", "delimiter", "max-keys"]) {
      const value = ask.query.get(name);
      if (value !== undefined) context[`s3:${name}`] = value;
    }
  }
  return [{ action: `s3:${action}`, resource: `arn:aws:s3:::${bucket}`, context }];
}

/** DeleteObjects: each object for itself. */
function deletions(ask: HttpAsk, bucket: string): Wanted[] {
  let root;
  try {
    root = parseXml(new TextDecoder().decode(ask.body));
  } catch (error) {
    throw new BadAsk((error as Error).message);
  }
  return root.children.filter((each) => each.name === "Object").map((object) => {
    const key = child(object, "Key")?.text ?? "";
    const version = textAt(object, "VersionId");
    return {
      action: version ? "s3:DeleteObjectVersion" : "s3:DeleteObject",
      resource: `arn:aws:s3:::${bucket}/${key}`,
      context: { ...common(ask), ...(version && { "s3:VersionId": version }) },
    };
  });
}

async function objectWants(
  ask: HttpAsk,
  world: World,
  bucket: string,
  key: string,
  part: string | undefined,
): Promise<Wanted[]> {
  const resource = `arn:aws:s3:::${bucket}/${key}`;
  const known = part ? OBJECT_PARTS[part] : NO_PART.object;
  const action = known?.[ask.method];
  if (!action) throw new BadAsk(`${ask.method} of an object's ${part ?? "own"}`);
  const version = ask.query.get("versionId");
  const context = { ...common(ask), ...objectKeys(ask, action, part, version) };
  const wanted = action.split(" ").map((one) => ({
    action: `s3:${version !== undefined ? ofVersion(one) : one}`,
    resource,
    context,
  }));
  if (action === "PutObject") {
    for (const [header, more] of WITH_A_PUT) {
      if (ask.headers.has(header)) wanted.push({ action: `s3:${more}`, resource, context });
    }
  }
  if (ask.headers.get("x-amz-bypass-governance-retention") === "true") {
    wanted.push({ action: "s3:BypassGovernanceRetention", resource, context });
  }
  const source = ask.headers.get("x-amz-copy-source");
  return source === null ? wanted : [...wanted, await copied(ask, world, source)];
}

const WITH_A_PUT = [
  ["x-amz-acl", "PutObjectAcl"],
  ["x-amz-tagging", "PutObjectTagging"],
  ["x-amz-object-lock-mode", "PutObjectRetention"],
  ["x-amz-object-lock-legal-hold", "PutObjectLegalHold"],
] as const;

async function copied(ask: HttpAsk, world: World, source: string): Promise<Wanted> {
  const [, from = "", versionId] = /^\/?([^?]+)(?:\?versionId=(.*))?$/.exec(source) ?? [];
  const place = decodeOnce(from);
  const owner = await world.bucketOwner(place.split("/")[0]!);
  return {
    action: versionId ? "s3:GetObjectVersion" : "s3:GetObject",
    resource: `arn:aws:s3:::${place}`,
    context: common(ask),
    ...(owner && { account: owner }),
  };
}

/** `GetObjectAcl` of a version is `GetObjectVersionAcl`. */
function ofVersion(action: string): string {
  return /Retention|LegalHold|Restore/.test(action)
    ? action
    : action.replace(/^(Get|Put|Delete)Object/, "$1ObjectVersion");
}

function objectKeys(
  ask: HttpAsk,
  action: string,
  part: string | undefined,
  version: string | undefined,
): Context {
  const keys: Record<string, string | string[]> = {};
  if (version !== undefined) keys["s3:VersionId"] = version;
  const headers = ["x-amz-acl", "x-amz-copy-source", "x-amz-storage-class"];
  headers.push("x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id");
  if (action === "PutObject" || action === "DeleteObject") {
    headers.push("if-match", "if-none-match");
  }
  for (const name of headers) {
    const value = ask.headers.get(name);
    if (value !== null) keys[`s3:${name}`] = value;
  }
  if (action === "PutObject") {
    // S3 User Guide, "Enforce conditional writes": starting an upload and its parts create nothing.
    const piece = part === "uploads" || ask.query.has("partNumber");
    keys["s3:ObjectCreationOperation"] = String(!piece);
    const tags = parseForm(ask.headers.get("x-amz-tagging") ?? "");
    if (tags.size) keys["s3:RequestObjectTagKeys"] = [...tags.keys()];
    for (const [name, value] of tags) keys[`s3:RequestObjectTag/${name}`] = value;
  }
  return keys;
}

function common(ask: HttpAsk): Context {
  const signed = ask.headers.has("authorization");
  return {
    "s3:authType": signed ? "REST-HEADER" : "REST-QUERY-STRING",
    ...(ask.accessKeyId && { "s3:signatureversion": "AWS4-HMAC-SHA256" }),
  };
}
