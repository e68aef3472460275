import type { AwsClient } from "../aws/client.ts";
import type { Config } from "../config/resolve.ts";
import type { Stack } from "../stack/model.ts";
import type { Context } from "./command.ts";

/** A client for the stack's account and region, opened when it is first asked for. */
export function lazyAws(
  context: Context,
  { region, profile }: Pick<Stack, "region" | "profile">,
  config: Pick<Config, "values">,
): () => Promise<AwsClient> {
  let opened: Promise<AwsClient> | undefined;
  return () =>
    opened ??= import("./tenant_aws.ts").then(async ({ openTenantAws }) => {
      const asked = { region, profile: profile ?? config.values.profile };
      return (await openTenantAws(context, config, asked)).client;
    });
}
