import type { Path } from "../../schema/problem.ts";
import type { Report } from "../report.ts";
import type { DynamoDBSpec } from "./fields.ts";

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

/** Reports attributes that are keys of two types. */
export function checkKeys(spec: DynamoDBSpec, report: Report): void {
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

/** Rules between the indexes of a table. */
export function checkIndexes(spec: DynamoDBSpec, report: Report): void {
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
