import { isMap, parseDocument } from "yaml";
import type { TenantConfig } from "./tenant_config.ts";

/** Where a tenant's document says why it is suspended: its members can't read the registry. */
const NOTE = "panka.io/suspended";

/** Why a tenant is suspended, as its document says; undefined when it is not. */
export const suspensionNote = ({ annotations }: TenantConfig): string | undefined =>
  annotations[NOTE];

/** The document with the note, or without; all else stays, comments too. */
export function withSuspensionNote(text: string, reason: string | undefined): string {
  const document = parseDocument(text);
  const path = ["metadata", "annotations", NOTE];
  // A document that is damaged keeps nobody from being suspended.
  if (document.errors.length > 0 || !isMap(document.get("metadata"))) return text;
  if (document.getIn(path) === reason) return text;
  if (reason !== undefined) document.setIn(path, reason);
  else {
    document.deleteIn(path);
    const left = document.getIn(path.slice(0, 2)) as { items: unknown[] };
    if (left.items.length === 0) document.deleteIn(path.slice(0, 2));
  }
  return document.toString({ lineWidth: 0 });
}
