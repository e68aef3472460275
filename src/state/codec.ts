import { createHash } from "node:crypto";
import { canonicalJson } from "./canonical.ts";
import type { StateDocument } from "./document.ts";
import { stateSchema } from "./schema.ts";

/** The format that this version writes. */
export const FORMAT_VERSION = 1;

/** `state.json` is there and can't be used. `why` and `fix` are sentences for people. */
export class StateUnreadable extends Error {
  override name = "StateUnreadable";
  constructor(summary: string, readonly why: string, readonly fix: string) {
    super(summary);
  }
}

/** Turns a document of format n, without its checksum, into one of format n + 1. */
export type Migrations = {
  [from: number]: (document: Record<string, unknown>) => Record<string, unknown>;
};

/** No format is older than 1 yet. A new format adds its reader here and keeps all others. */
export const MIGRATIONS: Migrations = {};

// Canonical JSON sorts "checksum" before every other member, so it can be cut off the bytes. This
// much of the envelope is the same in all formats, for ever.
const ENVELOPE = /^\{"checksum":"([0-9a-f]{64})",/;
const ENVELOPE_LENGTH = `{"checksum":"${"0".repeat(64)}",`.length;

/**
 * The bytes of `state.json` and the document that they say, with its checksum.
 *
 * @throws StateUnreadable when the document breaks the schema: nothing wrong is ever written
 */
export function encodeState(
  document: Omit<StateDocument, "checksum">,
): { body: Uint8Array; document: StateDocument } {
  const { checksum: _, ...content } = document as StateDocument;
  const problem = stateSchema(content);
  if (problem) {
    throw new StateUnreadable(
      "The new state does not have the right shape, so it was not written",
      `"${problem.slice(1)}"`,
      "Report this as a bug of panka; the recorded state is unchanged",
    );
  }
  const text = canonicalJson(content);
  const checksum = sha256(text);
  const body = new TextEncoder().encode(`{"checksum":"${checksum}",${text.slice(1)}`);
  return { body, document: { ...content, checksum } };
}

/**
 * Reads `state.json`: checksum first, then the format, then the schema.
 *
 * @param where what people know it by: `s3://bucket/key`, a file
 * @throws StateUnreadable
 */
export function decodeState(
  body: Uint8Array,
  where: string,
  migrations: Migrations = MIGRATIONS,
): StateDocument {
  const head = new TextDecoder().decode(body.subarray(0, ENVELOPE_LENGTH));
  const checksum = ENVELOPE.exec(head)?.[1];
  if (!checksum) throw damaged(where, "it does not begin with a checksum");
  if (sha256("{", body.subarray(ENVELOPE_LENGTH)) !== checksum) {
    throw damaged(
      where,
      "its content does not match its checksum: a byte was changed or is missing",
    );
  }
  const raw = JSON.parse(new TextDecoder().decode(body));
  if (raw.moved) throw elsewhere(where, raw.moved);
  const content = migrate(raw, where, migrations);
  const problem = stateSchema(content);
  if (problem) throw damaged(where, `"${problem.slice(1)}"`);
  return content as unknown as StateDocument;
}

/** Where a state is now that was here before. */
export interface Moved {
  /** "s3://bucket". */
  to: string;
  /** RFC 3339. */
  at: string;
  by: string;
  /** What to set so that it is found. */
  settings: string;
}

/** The bytes that stand in place of a state that was moved; older versions of it stay readable. */
export function encodeMoved(moved: Moved): Uint8Array {
  const text = canonicalJson({ formatVersion: FORMAT_VERSION, moved: { ...moved } });
  return new TextEncoder().encode(`{"checksum":"${sha256(text)}",${text.slice(1)}`);
}

const elsewhere = (where: string, { to, at, by, settings }: Moved) =>
  new StateUnreadable(
    `The state "${where}" was moved to ${to}`,
    `By ${by}, ${at}; what is here is older`,
    `Choose where it is now: ${settings}`,
  );

function migrate(
  raw: Record<string, unknown>,
  where: string,
  migrations: Migrations,
): Record<string, unknown> {
  const format = raw.formatVersion;
  if (typeof format === "number" && format > FORMAT_VERSION) {
    const version = typeof raw.writtenBy === "string"
      ? `panka ${raw.writtenBy} or newer`
      : "the newest panka";
    throw new StateUnreadable(
      `Can't use "${where}": it has format ${format}, this panka knows up to ${FORMAT_VERSION}`,
      "It was written by a newer panka; an older one could drop what it does not understand",
      `Install ${version}`,
    );
  }
  let content = raw;
  for (let from = Number(format); from < FORMAT_VERSION; from++) {
    const step = migrations[from];
    if (!step) throw damaged(where, `no format ${JSON.stringify(format)} was ever written`);
    const { checksum, ...rest } = content;
    content = { ...step(rest), checksum };
  }
  return content;
}

function damaged(where: string, why: string): StateUnreadable {
  return new StateUnreadable(
    `Can't use "${where}": the state is damaged`,
    `As read, ${why}`,
    'Take back the newest good version: "panka state history" lists them, "panka state restore --version VERSION" writes one as the new state',
  );
}

/** Hex sha256 of all parts, one after another. */
export function sha256(...parts: (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}
