import { pankaFileSchema } from "../config/settings.ts";
import { findKind, kindNames } from "../kinds/registry.ts";
import { asName, type NewComponent, RESERVED_NAMES } from "../operations/scaffold.ts";
import type { Fields, TextField } from "../schema/field.ts";
import { listed, nearest } from "../schema/nearest.ts";
import { NAME } from "../stack/core_kinds.ts";
import { usage } from "./failure.ts";

/** Refuses what can't be a name, with one that can. */
export function checkName(what: string, name: string): string {
  if (NAME.test(name)) return name;
  const better = asName(name);
  throw usage(
    `"${name}" can't be the name of a ${what}`,
    `use ${
      better ? `${better}: ` : ""
    }1 to 40 lower-case letters, digits and dashes, a letter first`,
  );
}

/** The names of `a,b,c`, each once. */
export function nameList(what: string, text: string): string[] {
  const names = text.split(",").map((name) => name.trim()).filter(Boolean);
  return [...new Set(names.map((name) => checkName(what, name)))];
}

/** Reads `KIND:name`; the kind's own name serves where none is given. */
export function newComponent(text: string): NewComponent {
  const [wanted = "", given] = text.split(":", 2);
  const kind = findKind(wanted) ??
    findKind(kindNames().find((name) => name.toLowerCase() === wanted.toLowerCase()) ?? "");
  if (!kind) {
    const meant = nearest(wanted, kindNames());
    throw usage(
      `there is no kind "${wanted}"`,
      meant
        ? `--component ${meant}${given ? `:${given}` : ""}`
        : `kinds: ${listed(kindNames(), 40)}`,
    );
  }
  const name = checkName("component", given || asName(kind.name)!);
  if (RESERVED_NAMES.includes(name)) {
    throw usage(
      `a component can't be called "${name}": the service's own file is`,
      `--component ${kind.name}:${asName(kind.name)}`,
    );
  }
  return { kind, name };
}

/** Reads several; no two may share a name. */
export function newComponents(texts: readonly string[]): NewComponent[] {
  const components = texts.map(newComponent);
  components.forEach(({ kind, name }, i) => {
    if (components.findIndex((other) => other.name === name) < i) {
      throw usage(
        `two components are called "${name}"`,
        `give one of them another name: --component ${kind.name}:${name}-2`,
      );
    }
  });
  return components;
}

const REGION = (pankaFileSchema.fields as Fields).region as TextField<unknown>;

/** What is wrong with a region, in few words; undefined when it can be one. */
export const regionProblem = (region: string): string | undefined =>
  REGION.pattern!.test(region) ? undefined : `write ${REGION.hint}`;

export function checkRegion(region: string): string {
  const problem = regionProblem(region);
  if (problem) throw usage(`"${region}" is no AWS region`, problem);
  return region;
}

// AWS: bucket naming rules; DynamoDB naming rules.
const BUCKET = /^(?!xn--|sthree-)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const TABLE = /^[A-Za-z0-9_.-]{3,255}$/;

/** What is wrong with a bucket's or a table's name; undefined when it can be one. */
export function backendNameProblem(what: "bucket" | "table", name: string): string | undefined {
  if (what === "bucket") {
    return BUCKET.test(name)
      ? undefined
      : "write 3 to 63 lower-case letters, digits, dots and dashes";
  }
  return TABLE.test(name) ? undefined : "write 3 to 255 letters, digits, dots, dashes, underscores";
}
