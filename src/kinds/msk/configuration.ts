import type { ConfigurationArgs } from "@pulumi/aws/msk/configuration.d.ts";
import type { Handle, RenderContext } from "../render.ts";
import type { MskSpec } from "./fields.ts";

/** Properties of the brokers. */
export function configuration(c: RenderContext<MskSpec>): Handle | undefined {
  const lines = Object.entries(c.spec.properties).sort(([a], [b]) => a < b ? -1 : 1)
    .map(([key, value]) => `${key}=${value}\n`);
  if (lines.length === 0) return undefined;
  // 249 letters, digits and dashes: Amazon MSK, CreateConfiguration.
  const name = c.physicalName({ max: 249 });
  return c.resource<ConfigurationArgs>("aws:msk/configuration:Configuration", "configuration", {
    name,
    serverProperties: lines.join(""),
  }, { physicalName: name });
}
