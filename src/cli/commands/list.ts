import { recordedComponents } from "../../planning/plan.ts";
import type { Context, Define, Folder } from "../command.ts";
import { addStackArguments, examples, type StackOptions } from "../options.ts";
import { addressed, recordedState } from "../recorded.ts";
import { timeText } from "../time.ts";
import { glyphOf } from "../view/recorded.ts";
import { recordsText } from "../view/records.ts";
import { counted } from "../view/style.ts";

export const define: Define = (command, context, done) =>
  examples(
    addStackArguments(command),
    "panka list -e production",
    "panka list -o json | jq -r '.components[] | select(.status != \"ready\").id'",
  ).action((folder, options) => done(list(context, folder, options)));

async function list(context: Context, folder: Folder, options: StackOptions): Promise<void> {
  const { out } = context;
  const target = await addressed(context, folder, options);
  const { document } = await recordedState(target);
  const deployments = new Map(document.deployments.map((one) => [one.id, one]));
  const components = [...recordedComponents(document)].sort(([a], [b]) => a < b ? -1 : 1)
    .map(([id, { kind, status, deployment }]) => {
      const last = deployments.get(deployment);
      return {
        id,
        kind,
        status,
        deployment: last?.number ?? null,
        at: last?.at ?? null,
        by: last?.by ?? null,
      };
    });
  if (out.format !== "table") {
    return await out.document({ schema: "panka/list@1", components });
  }
  const rows = components.map(({ id, kind, status, deployment, at, by }) => [
    id,
    kind,
    status,
    deployment === null ? "" : String(deployment),
    at === null ? "" : timeText(at),
    by ?? "",
  ]);
  if (rows.length > 0) {
    out.text(
      recordsText(
        ["component", "kind", "status", "deployment", "changed at (UTC)", "by"],
        rows,
        out.colors,
        out.columns,
        (row) => glyphOf(components[row]!.status) === "failed" ? out.colors.red : undefined,
      ),
    );
  }
  out.say(
    `${counted(components.length, "component")} of ${document.stack} in ${document.environment}`,
  );
  out.say(`next: panka show COMPONENT ${target.again} tells more of one`);
}
