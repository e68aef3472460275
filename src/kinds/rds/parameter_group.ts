import type { Handle, RenderContext } from "../render.ts";
import { parameterGroup, sorted } from "../shapes/parameter_group.ts";
import { applyMethod } from "./apply_method.ts";
import { isAurora, parameterFamily, requireTls } from "./family.ts";
import type { RdsSpec } from "./fields.ts";
import { convertParameter } from "./parameters.ts";

/** Parameters of the engine in the units that it takes, TLS among them. */
export function parametersOf(c: RenderContext<RdsSpec>): Handle {
  const { engine: { type, version, parameters }, encryption } = c.spec;
  const found = parameterFamily(type, version);
  if ("wanted" in found) throw new Error(`"${c.id}" was not checked: version ${version}`);
  const all = { ...(encryption.inTransit && requireTls(type, version)), ...parameters };
  return parameterGroup(
    c,
    isAurora(type) ? "rdsCluster" : "rds",
    found.family,
    sorted(all).map(({ name, value }) => {
      const converted = convertParameter(type, name, value);
      return {
        name,
        value: "value" in converted ? converted.value : value,
        applyMethod: applyMethod(type, name),
      };
    }),
  );
}
