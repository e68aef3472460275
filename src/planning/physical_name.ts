import { createHash } from "node:crypto";
import type { NameRules, StackFacts } from "../kinds/render.ts";

export const sha256 = (text: string | Uint8Array): string =>
  createHash("sha256").update(text).digest("hex");

/** 6 characters of a–z and 0–9 that stay the same for the same text. */
export function shortHash(text: string): string {
  return BigInt("0x" + sha256(text).slice(0, 12)).toString(36).padStart(6, "0").slice(-6);
}

/**
 * `{tenant}-{env}-{stack}-{service}-{component}`, with what the service refuses
 * replaced by dashes. A name over the limit, or with dashes or a beginning that the service refuses,
 * keeps what it can of its beginning and ends in a hash of the whole, so that two such names never meet.
 */
export function physicalName(
  facts: StackFacts,
  service: string,
  component: string,
  rules: NameRules,
): string {
  const { max, suffix = "", allowed = /[A-Za-z0-9-]/, part, shared, reserved } = rules;
  const owner = shared === "stack" ? [] : shared === "service" ? [service] : [service, component];
  const parts = [facts.tenant, facts.environment, facts.name, ...owner, part];
  if (rules.global) parts.push(facts.accountId, facts.region);
  const whole = parts.filter((p) => p !== undefined && p !== "").join("-");
  const clean = [...whole].map((c) => allowed.test(c) ? c : "-").join("");
  const begun = reserved?.test(clean) ? `x-${clean}` : clean;
  const tidy = rules.singleDashes ? begun.replace(/-+/g, "-").replace(/-$/, "") : begun;
  const room = max - suffix.length;
  if (tidy === clean && clean.length <= room) return clean + suffix;
  // The account and region of a global name are in the hash, not cut off at random.
  return `${tidy.slice(0, room - 7).replace(/-+$/, "")}-${shortHash(whole)}${suffix}`;
}
