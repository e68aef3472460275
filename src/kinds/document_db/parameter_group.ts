import type { ClusterParameterGroupArgs } from "@pulumi/aws/docdb/clusterParameterGroup.d.ts";
import type { Handle, RenderContext } from "../render.ts";
import { storeName } from "../shapes/store_name.ts";
import type { DocumentDBSpec } from "./fields.ts";

export function parameterGroup(c: RenderContext<DocumentDBSpec>): Handle {
  const { engine, encryption } = c.spec;
  const family = `docdb${engine.version.split(".").slice(0, 2).join(".")}`;
  const parameters: Record<string, string> = {
    ...engine.parameters,
    tls: encryption.inTransit ? "enabled" : "disabled",
  };
  // The family is in the name: a new version needs a second group while the first is still in use.
  const name = storeName(c, { max: 255, part: family });
  return c.resource<ClusterParameterGroupArgs>(
    "aws:docdb/clusterParameterGroup:ClusterParameterGroup",
    "parameters",
    {
      name,
      family,
      description: "Managed by panka",
      parameters: Object.keys(parameters).sort().map((parameter) => ({
        name: parameter,
        value: parameters[parameter]!,
      })),
      tags: c.tags,
    },
    { physicalName: name },
  );
}
