import type { Context, Define, Folder } from "../command.ts";
import { type CommonOptions, examples } from "../options.ts";

export const define: Define = (command, context, done) =>
  examples(
    command.argument("[folder]", "a stack of the tenant (default: the nearest one)"),
    "panka tenant details",
    "panka tenant details --tenant team-a -o json | jq .limits.maxStacks",
  ).action((folder, options) => done(details(context, folder, options)));

async function details(context: Context, folder: Folder, options: CommonOptions): Promise<void> {
  const { out } = context;
  const [{ tenantPlace }, { detailsText }] = await Promise.all([
    import("../tenant_place.ts"),
    import("../view/tenant_team.ts"),
  ]);
  const place = await tenantPlace(context, folder, options);
  const { config: { name, description, spec }, network } = place;
  if (out.format !== "table") {
    const { limits, policies, environments, allowedResources, defaultTags, contact, aws } = spec;
    return await out.document({
      schema: "panka/tenant-details@1",
      tenant: name,
      description: description ?? null,
      contact: contact ?? null,
      accountId: aws.accountId ?? null,
      region: aws.region ?? null,
      limits,
      policies,
      environments,
      allowedResources,
      defaultTags,
      network: network ?? null,
    });
  }
  out.text(detailsText(place, out.colors, out.columns));
  out.say("next: panka tenant usage shows how much of it is used");
}
