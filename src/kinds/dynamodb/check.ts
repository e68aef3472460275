import type { Path } from "../../schema/problem.ts";
import type { Report } from "../report.ts";
import type { DynamoDBSpec } from "./fields.ts";

/** Rules between the fields of a table. */
export function checkTable(spec: DynamoDBSpec, report: Report): void {
  checkKeys(spec, report);
  checkIndexes(spec, report);
  checkBilling(spec, report);
  if (spec.ttl?.enabled && spec.ttl.attributeName === undefined) {
    report({
      code: "missing-field",
      path: ["ttl"],
      at: "key",
      summary: `"ttl" needs "attributeName"`,
      why: "AWS reads the time from it",
      fix: "add attributeName: expiresAt",
    });
  }
  const { stream, replicaRegions } = spec;
  if (
    replicaRegions.length && stream &&
    (!stream.enabled || stream.viewType !== "NEW_AND_OLD_IMAGES")
  ) {
    report({
      code: "wrong-value",
      path: ["stream", stream.enabled ? "viewType" : "enabled"],
      summary: `"replicaRegions" need a stream of NEW_AND_OLD_IMAGES`,
      why: "copies are kept up with it",
      fix: `remove "stream", or set viewType: NEW_AND_OLD_IMAGES`,
      replacement: stream.enabled ? "NEW_AND_OLD_IMAGES" : "true",
    });
  }
}

interface Key {
  name: string;
  type: "S" | "N" | "B";
}

/** Every key of the table and its indexes, and where it is written. */
function keysOf(spec: DynamoDBSpec): { key: Key; path: Path }[] {
  const found: { key: Key | undefined; path: Path }[] = [
    { key: spec.hashKey, path: ["hashKey"] },
    { key: spec.rangeKey, path: ["rangeKey"] },
    ...spec.globalSecondaryIndexes.flatMap(({ hashKey, rangeKey }, i) => [
      { key: hashKey, path: ["globalSecondaryIndexes", i, "hashKey"] },
      { key: rangeKey, path: ["globalSecondaryIndexes", i, "rangeKey"] },
    ]),
    ...spec.localSecondaryIndexes.map(({ rangeKey }, i) => ({
      key: rangeKey,
      path: ["localSecondaryIndexes", i, "rangeKey"],
    })),
  ];
  return found.flatMap(({ key, path }) => key ? [{ key, path }] : []);
}

/** Attributes that are part of a key, once each, by name. */
export function keyAttributes(spec: DynamoDBSpec): Key[] {
  const types = new Map(keysOf(spec).map(({ key }) => [key.name, key.type]));
  return [...types].map(([name, type]) => ({ name, type })).sort((a, b) =>
    a.name < b.name ? -1 : 1
  );
}

function checkKeys(spec: DynamoDBSpec, report: Report): void {
  const types = new Map<string, string>();
  for (const { key, path } of keysOf(spec)) {
    const known = types.get(key.name);
    if (known !== undefined && known !== key.type) {
      report({
        code: "wrong-value",
        path: [...path, "type"],
        summary: `"${key.name}" can't be both ${known} and ${key.type}`,
        why: "an attribute has one type in all keys of a table",
        fix: `set type: ${known}`,
        replacement: known,
      });
    }
    types.set(key.name, key.type);
  }
  const pairs: [Key | undefined, Key | undefined, Path][] = [
    [spec.hashKey, spec.rangeKey, ["rangeKey"]],
    ...spec.globalSecondaryIndexes.map(({ hashKey, rangeKey }, i): [Key, Key | undefined, Path] => [
      hashKey,
      rangeKey,
      ["globalSecondaryIndexes", i, "rangeKey"],
    ]),
  ];
  for (const [hash, range, path] of pairs) {
    if (!range || hash?.name !== range.name) continue;
    report({
      code: "wrong-value",
      path: [...path, "name"],
      summary: `"rangeKey" must be another attribute than "hashKey", not "${range.name}"`,
      fix: `give it another name, or remove "rangeKey"`,
    });
  }
}

function checkIndexes(spec: DynamoDBSpec, report: Report): void {
  if (spec.localSecondaryIndexes.length && !spec.rangeKey) {
    report({
      code: "missing-field",
      path: ["localSecondaryIndexes"],
      at: "key",
      summary: `"localSecondaryIndexes" need "rangeKey"`,
      why: "a local index orders by another attribute than the table",
      fix: `add rangeKey, or use globalSecondaryIndexes`,
    });
  }
  for (const field of ["globalSecondaryIndexes", "localSecondaryIndexes"] as const) {
    spec[field].forEach(({ projection, nonKeyAttributes, name }, i) => {
      const wanted = projection === "INCLUDE";
      if (wanted === (nonKeyAttributes !== undefined && nonKeyAttributes.length > 0)) return;
      report({
        code: wanted ? "missing-field" : "wrong-value",
        path: wanted ? [field, i] : [field, i, "nonKeyAttributes"],
        at: "key",
        summary: wanted
          ? `index "${name}" needs "nonKeyAttributes"`
          : `"nonKeyAttributes" of index "${name}" need projection: INCLUDE`,
        why: `its projection is ${projection}`,
        fix: wanted
          ? "add nonKeyAttributes: [name], or set projection: ALL"
          : `remove "nonKeyAttributes", or set projection: INCLUDE`,
      });
    });
  }
}

function checkBilling(spec: DynamoDBSpec, report: Report): void {
  const provisioned = spec.billingMode === "PROVISIONED";
  const misplaced = provisioned
    ? ["maxRequests"] as const
    : ["readCapacity", "writeCapacity", "autoscaling"] as const;
  const wanted = provisioned ? "PAY_PER_REQUEST" : "PROVISIONED";
  const tell = (field: string, path: Path) =>
    report({
      code: "wrong-value",
      path,
      at: "key",
      summary: `"${field}" needs billingMode: ${wanted}`,
      why: `billingMode is ${spec.billingMode}`,
      fix: `remove "${field}", or set billingMode: ${wanted}`,
    });
  for (const field of misplaced) {
    if (field === "autoscaling" && !spec.autoscaling?.enabled) continue;
    if (spec[field] !== undefined) tell(field, [field]);
  }
  if (!provisioned) {
    spec.globalSecondaryIndexes.forEach((index, i) => {
      for (const field of ["readCapacity", "writeCapacity"] as const) {
        if (index[field] !== undefined) tell(field, ["globalSecondaryIndexes", i, field]);
      }
    });
  }
  for (const direction of ["read", "write"] as const) {
    const range = spec.autoscaling?.[direction];
    if (!range || range.min <= range.max) continue;
    report({
      code: "wrong-value",
      path: ["autoscaling", direction, "min"],
      summary: `"min" must be at most max (${range.max}), not ${range.min}`,
      fix: `set min: ${range.max} or less`,
      replacement: String(range.max),
    });
  }
}
