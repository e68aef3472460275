/** The tag that says which resource of which state something is. */
export const RESOURCE_TAG = "panka:resource";

/** Its value; at most 256 characters, and no others than AWS takes in tags. */
export const resourceTag = (lineage: string, key: string): string => `${key}@${lineage}`;

/** What bears given values of {@link RESOURCE_TAG} in a region: value → ARNs. */
export type FindTagged = (region: string, values: string[]) => Promise<Map<string, string[]>>;
