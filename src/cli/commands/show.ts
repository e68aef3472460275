import { recordedComponents } from "../../planning/plan.ts";
import type { Context, Define, Folder } from "../command.ts";
import { addStackArguments, examples, type StackOptions } from "../options.ts";
import { addressed, componentOf, recordedState } from "../recorded.ts";
import { timeText } from "../time.ts";
import { recordedText } from "../view/recorded.ts";

export const define: Define = (command, context, done) =>
  examples(
    addStackArguments(
      command.argument("<component>", "service/name, or the name where only one has it"),
    ),
    "panka show api/server -e production",
    "panka show orders -o json | jq -r .outputs.tableName",
  ).action((component, folder, options) => done(show(context, component, folder, options)));

async function show(
  context: Context,
  name: string,
  folder: Folder,
  options: StackOptions,
): Promise<void> {
  const { out } = context;
  const target = await addressed(context, folder, options);
  const { document } = await recordedState(target);
  const id = componentOf(document, name);
  const components = recordedComponents(document);
  const component = components.get(id)!;
  const usedBy = [...components].filter(([, { dependsOn }]) => dependsOn.includes(id))
    .map(([user]) => user).sort();
  const deployment = document.deployments.find((one) => one.id === component.deployment);
  if (out.format !== "table") {
    const { kind, status, spec, outputs, resources, dependsOn, labels } = component;
    return await out.document({
      schema: "panka/show@1",
      id,
      kind,
      status,
      spec,
      outputs,
      resources,
      dependsOn,
      usedBy,
      labels: labels ?? {},
      deployment: deployment?.number ?? null,
      at: deployment?.at ?? null,
      by: deployment?.by ?? null,
    });
  }
  const last = deployment
    ? `deployment ${deployment.number} by ${deployment.by}, ${timeText(deployment.at)} UTC`
    : undefined;
  out.text(recordedText(id, component, out.colors, out.columns, { usedBy, last }));
  out.say(`next: panka plan ${target.again} --component ${id} shows what an apply would change`);
}
