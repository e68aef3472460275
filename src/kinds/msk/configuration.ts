import type { ConfigurationArgs } from "@pulumi/aws/msk/configuration.d.ts";
import type { Handle, RenderContext } from "../render.ts";
import type { MskSpec } from "./fields.ts";

/** Properties of the brokers; there with MSK's own too, for AWS can't take a configuration off a cluster. */
export function configuration(c: RenderContext<MskSpec>): Handle {
  const lines = Object.entries(c.spec.properties).sort(([a], [b]) => a < b ? -1 : 1)
    .map(([key, value]) => `${key}=${value}\n`);
  // 249 letters, digits and dashes: Amazon MSK, CreateConfiguration.
  const name = c.physicalName({ max: 249 });
  return c.resource<ConfigurationArgs>("aws:msk/configuration:Configuration", "configuration", {
    name,
    // "Default Amazon MSK configuration".
    serverProperties: lines.join("") || "auto.create.topics.enable=false\n",
  }, { physicalName: name });
}
