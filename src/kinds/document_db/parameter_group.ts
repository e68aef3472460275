import type { Handle, RenderContext } from "../render.ts";
import { parameterGroup, sorted } from "../shapes/parameter_group.ts";
import type { DocumentDBSpec } from "./fields.ts";

/** Parameters of the engine, TLS among them. */
export function parametersOf(c: RenderContext<DocumentDBSpec>): Handle {
  const { engine, encryption } = c.spec;
  const family = `docdb${engine.version.split(".").slice(0, 2).join(".")}`;
  const tls = encryption.inTransit ? "enabled" : "disabled";
  return parameterGroup(c, "docdb", family, sorted({ ...engine.parameters, tls }));
}
