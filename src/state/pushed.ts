import { encodeState, FORMAT_VERSION, StateUnreadable } from "./codec.ts";
import type { StateDocument } from "./document.ts";

/**
 * Reads a state that a person edited: its checksum need not be right, its shape has to be.
 *
 * @param where its file, for messages
 * @throws StateUnreadable
 */
export function readPushed(body: Uint8Array, where: string): StateDocument {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (error) {
    throw unusable(where, `it is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw unusable(where, "it is not an object");
  }
  // What "panka state pull -o json" puts in front.
  const { schema: _, ...document } = value as Record<string, unknown>;
  if (document.formatVersion !== FORMAT_VERSION) {
    throw unusable(
      where,
      `it has format ${
        JSON.stringify(document.formatVersion)
      }, and this panka writes ${FORMAT_VERSION}`,
    );
  }
  try {
    return encodeState(document as unknown as StateDocument).document;
  } catch (error) {
    throw error instanceof StateUnreadable ? unusable(where, error.why) : error;
  }
}

function unusable(where: string, why: string): StateUnreadable {
  return new StateUnreadable(
    `Can't use "${where}" as a state`,
    why,
    'Start from what "panka state pull" prints',
  );
}
