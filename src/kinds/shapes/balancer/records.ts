import type { RecordArgs } from "@pulumi/aws/route53/record.d.ts";
import type { Expression } from "../../../engine/resource.ts";
import type { RenderContext } from "../../render.ts";
import { keyNames } from "../key_names.ts";

/** Names in Route 53 that stand for what AWS serves under a name of its own. */
export function records(
  c: RenderContext<unknown>,
  names: readonly { name: string; hostedZoneId: string }[],
  target: { name: string | Expression; zoneId: string | Expression; v6?: boolean },
): void {
  const nameOf = keyNames();
  for (const { name, hostedZoneId } of names) {
    for (const type of target.v6 ? ["A", "AAAA"] : ["A"]) {
      c.resource<RecordArgs>("aws:route53/record:Record", nameOf("record", type, name), {
        name,
        type,
        zoneId: hostedZoneId,
        aliases: [{ name: target.name, zoneId: target.zoneId, evaluateTargetHealth: false }],
      });
    }
  }
}
