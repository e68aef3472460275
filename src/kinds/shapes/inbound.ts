import { type InferFields, list, object, text } from "../../schema/field.ts";
import type { Handle, RenderContext } from "../render.ts";
import { allow } from "./ingress.ts";

const fields = {
  allowedCIDRs: list(
    text({
      doc: "Block of addresses",
      pattern: /^(\d{1,3}(\.\d{1,3}){3}\/([0-9]|[12]\d|3[0-2])|[0-9a-fA-F:]+\/\d{1,3})$/,
      hint: "a block of addresses such as 10.0.0.0/16",
    }),
    {
      doc: "Addresses that may connect besides the components that refer to this one (a VPN)",
      default: [],
      unique: "",
    },
  ),
  allowedSecurityGroups: list(
    text({
      doc: "Security group id",
      pattern: /^sg-[0-9a-f]{8,17}$/,
      hint: "an id such as sg-0123abcd",
    }),
    {
      doc:
        "Security groups that may connect besides the components that refer to this one (a bastion)",
      default: [],
      unique: "",
    },
  ),
};

/** Who may connect to a data store besides the components that refer to it. */
export const inboundField = object(fields, { doc: "Who else may connect", default: {} });

/** Lets those sources into the group. */
export function letIn(
  c: RenderContext<unknown>,
  group: Handle,
  ports: readonly number[],
  { allowedCIDRs, allowedSecurityGroups }: InferFields<typeof fields>,
): void {
  for (const port of ports) {
    for (const cidr of allowedCIDRs) {
      const name = `from-${cidr.replace(/[.:/]+/g, "-")}-${port}`;
      allow(c, name, { into: group.id, from: { cidr }, port });
    }
    for (const source of allowedSecurityGroups) {
      allow(c, `from-${source}-${port}`, { into: group.id, from: { group: source }, port });
    }
  }
}
