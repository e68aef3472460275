import type { Config } from "./resolve.ts";

/**
 * The profile that somebody chose in a file: its credentials count even where the environment has keys.
 * One of AWS_PROFILE is left to AWS's own order, in which keys of the environment come first.
 */
export const askedProfile = (
  { values, sources }: Pick<Config, "values" | "sources">,
): string | undefined => sources.profile?.from === "environment" ? undefined : values.profile;
