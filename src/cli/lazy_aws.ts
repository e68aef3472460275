import type { AwsClient } from "../aws/client.ts";
import type { Config } from "../config/resolve.ts";
import type { Stack } from "../stack/model.ts";
import type { Context } from "./command.ts";

/** A client for the stack's account and region, opened when it is first asked for. */
export function lazyAws(
  { world: { clock, random } }: Context,
  { region, profile }: Pick<Stack, "region" | "profile">,
  config: Pick<Config, "values">,
): () => Promise<AwsClient> {
  let opened: Promise<AwsClient> | undefined;
  return () =>
    opened ??= import("../aws/open.ts").then(async ({ openAws }) =>
      (await openAws({ region, profile: profile ?? config.values.profile, clock, random })).client
    );
}
