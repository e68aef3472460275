import { outcomeText } from "../engine/sandbox/outcomes.ts";
import type { Stack } from "../stack/model.ts";
import { readCheckpoint } from "../state/checkpoints.ts";
import { readState } from "../state/history.ts";
import { openBackend, stackAddress } from "./backend.ts";
import type { Context, Folder } from "./command.ts";
import { validConfig } from "./config.ts";
import { openSandbox } from "./engine.ts";
import { sameStack } from "./next_step.ts";
import type { StackOptions } from "./options.ts";
import { readOutcomes } from "./sandbox_outcomes.ts";
import { columnsText } from "./view/columns.ts";

/** Shows what is set for the sandbox of a stack, and what its simulated cloud has otherwise than was applied. */
export async function showSandbox(
  context: Context,
  folder: Folder,
  stack: Stack,
  options: StackOptions,
): Promise<void> {
  const { world, out } = context;
  const outcomes = readOutcomes(world, stack)
    .map((outcome) => ({ component: outcome.component, outcome: outcomeText(outcome) }));
  const drift = await driftIn(context, stack, options);
  if (out.format !== "table") {
    return await out.document({ schema: "panka/sandbox@1", outcomes, drift });
  }
  const rows = [
    ...outcomes.map(({ component, outcome }) => [component, outcome]),
    ...drift.map(({ key, operation, properties }) => [
      key,
      operation === "delete" ? "is gone" : `other ${properties.join(", ")} than was applied`,
    ]),
  ];
  out.text(
    rows.length ? columnsText(rows, out.columns) : "everything goes well in the sandbox\n",
  );
  const again = sameStack(folder, stack.environment, { ...options, sandbox: true });
  out.say(`next: panka apply ${again} shows what comes of it`);
}

async function driftIn(context: Context, stack: Stack, options: StackOptions) {
  const config = validConfig(context, stack.folder, options);
  const { store } = await openBackend(context, stack, config, true);
  const found = await readState(store, stackAddress(stack));
  const engine = await openSandbox(context, stack, []);
  const units = Object.entries(found?.document.units ?? {});
  const all = await Promise.all(units.map(async ([unit, { checkpoint }]) => {
    if (!checkpoint) return [];
    const { changes } = await engine.refresh({
      name: unit,
      graph: { resources: [], lookups: [], outputs: {} },
      checkpoint: await readCheckpoint(store, unit, checkpoint),
      region: stack.region,
    }, { onEvent() {}, parallelism: 1 });
    return changes;
  }));
  return all.flat().map(({ key, operation, properties }) => ({ key, operation, properties }));
}
