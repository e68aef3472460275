import { tenantOf, type TrailRecord } from "../../tenant/audit_trail.ts";
import type { FailedLogin } from "../../tenant/failed_logins.ts";
import { timeText } from "../time.ts";
import { recordsText } from "./records.ts";
import type { Colors } from "./style.ts";

/** What was done and what was refused, newest first. */
export function auditText(
  records: readonly TrailRecord[],
  logins: readonly FailedLogin[],
  c: Colors,
  columns: number,
): string {
  const done = records.map((one) => {
    const { at, user, host, command, result, reason } = one.record;
    const about = tenantOf(one) ?? "-";
    const said = reason === undefined ? result : `${result}: ${reason}`;
    return { at, refused: false, cells: [about, `${user}@${host}`, command, said] };
  });
  const refused = logins.map(({ at, tenant, identity, sourceIp }) => ({
    at,
    refused: true,
    cells: [tenant, identity.split(":").pop()!, `login from ${sourceIp}`, "refused by AWS"],
  }));
  const all = [...done, ...refused].sort((a, b) => a.at < b.at ? 1 : -1);
  return recordsText(
    ["at (UTC)", "tenant", "who", "command", "result"],
    all.map(({ at, cells }) => [timeText(at), ...cells]),
    c,
    columns,
    (row) => all[row]!.refused ? c.yellow : undefined,
  );
}
