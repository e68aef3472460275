import { createHash } from "node:crypto";

/** The tag that says which resource of which state something is. */
export const RESOURCE_TAG = "panka:resource";

/** What AWS takes in the value of a tag, with room for a lineage (AWS, "Tag naming limits and requirements": 256 characters). */
const PLAIN = /^[\w .:/=+@-]{1,200}$/;

/** Its value: "api/front/listener@LINEAGE", or with a hash of a key that AWS would not take. */
export function resourceTag(lineage: string, key: string): string {
  const told = PLAIN.test(key) ? key : createHash("sha256").update(key).digest("hex");
  return `${told}@${lineage}`;
}

/** What bears given values of {@link RESOURCE_TAG} in a region: value → ARNs. */
export type FindTagged = (region: string, values: string[]) => Promise<Map<string, string[]>>;
