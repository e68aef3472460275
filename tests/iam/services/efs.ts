import { decodeOnce, parseJson } from "../http_ask.ts";
import { arnOf, type Builder, tagKeys } from "../wanted.ts";
import { tagsOf } from "./tags.ts";

/** What follows a file system in a path, as actions call it. */
const PARTS: Readonly<Record<string, string>> = {
  "backup-policy": "BackupPolicy",
  "lifecycle-configuration": "LifecycleConfiguration",
  policy: "FileSystemPolicy",
};

/** EFS, asked by paths. A mount target is asked about as its file system. */
export const efs: Builder = async (asked) => {
  const { ask, world } = asked;
  const [, , kind = "", id, part] = ask.path.split("/").map(decodeOnce);
  const input = ask.body.length > 0 ? parseJson(ask.body) : {};
  const tags = tagKeys(tagsOf(input));
  const wanted = (action: string, of: string | undefined, context = {}) => {
    const thing = of?.startsWith("fsap-") ? `access-point/${of}` : `file-system/${of ?? "*"}`;
    const resource = of?.startsWith("arn:") ? of : arnOf(asked, "elasticfilesystem", thing);
    return { action: `elasticfilesystem:${action}`, resource, context };
  };
  if (kind === "resource-tags") {
    const verb = { GET: "ListTagsForResource", POST: "TagResource" }[ask.method as "GET"];
    const keys = ask.query.get("tagKeys");
    return [wanted(verb ?? "UntagResource", id, keys ? { "aws:TagKeys": [keys] } : tags)];
  }
  const things = { "file-systems": "FileSystem", "mount-targets": "MountTarget" }[kind] ??
    "AccessPoint";
  const verb = { GET: "Describe", POST: "Create", PUT: part ? "Put" : "Update" }[
    ask.method as "GET"
  ] ?? "Delete";
  const owner = kind === "mount-targets" && id !== undefined
    ? await world.fileSystemOf(id)
    : id ?? ask.query.get("AccessPointId") ?? ask.query.get("FileSystemId") ??
      (input.FileSystemId as string | undefined);
  if (part === "security-groups") {
    return [wanted(
      verb === "Describe" ? "DescribeMountTargetSecurityGroups" : "ModifyMountTargetSecurityGroups",
      owner,
    )];
  }
  if (part !== undefined) return [wanted(verb + PARTS[part], owner)];
  const target = ask.query.get("MountTargetId");
  const of = target === undefined ? owner : await world.fileSystemOf(target);
  const action = verb + things + (verb === "Describe" ? "s" : "");
  if (verb !== "Create") return [wanted(action, of)];
  const made = things === "FileSystem" ? "file-system/*" : "access-point/*";
  return [
    wanted(action, of, tags),
    ...("aws:TagKeys" in tags
      ? [{
        action: "elasticfilesystem:TagResource",
        resource: arnOf(asked, "elasticfilesystem", made),
        context: { ...tags, "elasticfilesystem:CreateAction": action },
      }]
      : []),
  ];
};
