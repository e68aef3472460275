import { fileCloud } from "../engine/sandbox/file_store.ts";
import { MemoryCloud } from "../engine/sandbox/memory_cloud.ts";
import { MemoryTable } from "../lock/memory_table.ts";
import { formerCode } from "../operations/kept_code.ts";
import { recordedGraph } from "../operations/recorded_graph.ts";
import { unitName } from "../operations/unit.ts";
import { checkpointsOf } from "../operations/units.ts";
import type { Stack } from "../stack/model.ts";
import { readCheckpoint, writeCheckpoint } from "../state/checkpoints.ts";
import { getCode, putCode } from "../state/code.ts";
import { encodeState } from "../state/codec.ts";
import type { StateDocument, UnitState } from "../state/document.ts";
import { readState } from "../state/history.ts";
import { openRuns } from "../state/in_flight.ts";
import { MemoryStore } from "../state/memory_store.ts";
import { checkpointKey, stateKey } from "../state/paths.ts";
import { type Backend, stackAddress } from "./backend.ts";
import type { Context } from "./command.ts";
import { openSandbox, sandboxCloudPath, sandboxPace } from "./engine.ts";
import type { RunOptions } from "./options.ts";
import type { Place } from "./run_deployment.ts";

/**
 * A place like the real one, in this process: the state as it is recorded, free locks, and a
 * simulated cloud that holds what is recorded. Of the real one only the state is read.
 */
export async function openRehearsal(
  context: Context,
  stack: Stack,
  real: Backend,
  options: Pick<RunOptions, "sandboxFail">,
): Promise<Place> {
  const { world, out } = context;
  const { clock, random } = world;
  const address = stackAddress(stack);
  const found = await readState(real.store, address);
  const cloud = new MemoryCloud(
    found?.document.engine === "sandbox"
      ? await fileCloud(sandboxCloudPath(stack)).read()
      : undefined,
  );
  const engine = await openSandbox(context, stack, options.sandboxFail, cloud);
  const store = new MemoryStore(() => clock.wall());
  out.say(introduction(found?.document, real.store.location, sandboxPace(world)(0)));
  if (found) {
    const { document } = found;
    const keep = (unit: string, body: Uint8Array) =>
      writeCheckpoint({ store, clock, random }, checkpointKey(address, unit), body, () => {});
    await formerCode(document, stack, async (sha256) => {
      const body = await getCode(real.store, address, sha256);
      if (body) await putCode({ store, clock, random }, address, sha256, body);
      return undefined;
    });
    const units: StateDocument["units"] = {};
    for (const [unit, { checkpoint, ...rest }] of Object.entries(document.units)) {
      // Nobody else is here: the copy's own fences begin anew.
      units[unit] = { ...rest, fence: 0 };
      if (!checkpoint || document.engine !== "sandbox") continue;
      units[unit].checkpoint = await keep(unit, await readCheckpoint(real.store, unit, checkpoint));
    }
    if (document.engine !== "sandbox") {
      const { graph, bare } = recordedGraph(document, stack);
      for (const { id, why } of bare) out.say(`  ${id} is in the copy by name alone: ${why}`);
      const { region, accountId } = stack;
      const seeded = await engine.seed({ name: unitName(stack), graph, region, accountId });
      const names = { units: Object.keys(units), document: undefined };
      for (const [unit, part] of checkpointsOf(seeded, names, document.locking, "sandbox")) {
        const known: UnitState = units[unit] ?? { fence: 0, components: {} };
        units[unit] = { ...known, checkpoint: await keep(unit, part) };
      }
    }
    const { body } = encodeState({ ...document, engine: "sandbox", units });
    await store.put(stateKey(address), body, "absent");
  }
  const backend: Place["backend"] = {
    type: "directory",
    store,
    table: new MemoryTable(),
    passphrase: () => real.passphrase(),
    passphraseCommand: real.passphraseCommand,
    observe: () => {},
  };
  return { backend, engine };
}

function introduction(document: StateDocument | undefined, location: string, pace: number): string {
  const where = document
    ? `rehearsing in a sandbox, from what ${location} records (version ${document.serial})`
    : `rehearsing in a sandbox; nothing is recorded yet in ${location}`;
  const [inFlight] = openRuns(document);
  return [
    where,
    pace === 1
      ? "as slow as AWS"
      : pace > 0
      ? `at least ${Math.round(1 / pace)} times as fast as AWS`
      : "in no time",
    ...inFlight
      ? [`${inFlight.user} has a deployment in flight, or cut off, which it goes on from`]
      : [],
  ].join("; ");
}
