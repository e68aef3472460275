import { findKind } from "../../kinds/registry.ts";
import type { ObjectField } from "../../schema/field.ts";
import {
  COMPONENTS,
  GROUPS,
  infraKinds,
  OLD_GROUPS,
  serviceSpec,
  stackSpec,
} from "../core_kinds.ts";
import type { Role } from "../discover.ts";
import type { Edit } from "./edit.ts";
import type { FormatContext } from "./context.ts";
import { entryOf, type MappingNode, type Node } from "./tree.ts";

/** A document whose kind is known. */
export interface Head {
  node: MappingNode;
  /** Canonical. */
  kind: string;
  name?: string;
  /** The kind whose fields `spec` has: another one's where the document is laid over a component. */
  owner: string;
  /** Laid over or under other documents. */
  layer: boolean;
  /** Laid over a document of the same kind and name, of which only the spec counts then. */
  overlay: boolean;
  /** Where bare names are looked up first; empty for what belongs to no service. */
  service: string;
  /** What its `spec` may hold. */
  spec: ObjectField;
}

/** Reads the head of a document; undefined for what `fmt` has nothing to say of. */
export function headOf(
  node: Node,
  role: Role | undefined,
  context: FormatContext,
): Head | undefined {
  if (node.type !== "mapping") return undefined;
  const written = textOf(node, "kind");
  if (written === undefined) return undefined;
  const metadata = entryOf(node, "metadata")?.value;
  const name = textOf(metadata, "name");
  const inFolder = role?.type === "service" ? role.service : undefined;
  const service = inFolder ?? textOf(metadata, "service") ?? "";
  const kind = findKind(written)?.name ?? written;
  const over = kind === "ComponentInfra" && name ? context.kindOf(name, service) : undefined;
  const spec = over?.spec ?? findKind(kind)?.spec ?? coreSpec(kind);
  const overlay = role?.type === "overlay";
  const layer = overlay || !(findKind(kind) || kind === "Stack");
  return spec && { node, kind, name, owner: over?.name ?? kind, layer, overlay, service, spec };
}

/** Names a key for {@link Edit.key}: by the kind whose field it is, wherever it is written. */
export function keyOf({ owner, kind }: Head, path: readonly string[]): string {
  const at = path.indexOf("defaults");
  return Object.hasOwn(GROUPS, kind) && at >= 0 && path.length > at + 1
    ? path.slice(at + 1).join(".")
    : [owner, ...path].join(".");
}

/** Older groups and other names of the kind. */
export function headEdits({ node, kind }: Head): Edit[] {
  const edits: Edit[] = [];
  const set = (key: string, wanted: string, older: (text: string) => boolean) => {
    const value = entryOf(node, key)?.value;
    if (value?.type !== "scalar" || value.marked || !older(value.text)) return;
    edits.push({ start: value.start, end: value.end, text: wanted, what: `${key}: ${wanted}` });
  };
  set("apiVersion", GROUPS[kind] ?? COMPONENTS, (text) => OLD_GROUPS.includes(text));
  set("kind", kind, (text) => text !== kind);
  return edits;
}

const textOf = (node: Node | undefined, key: string): string | undefined => {
  const value = entryOf(node, key)?.value;
  return value?.type === "scalar" && value.text !== "" ? value.text : undefined;
};

function coreSpec(kind: string): ObjectField | undefined {
  if (kind === "Stack") return stackSpec;
  if (kind === "Service") return serviceSpec;
  return Object.hasOwn(infraKinds, kind) ? infraKinds[kind] : undefined;
}
