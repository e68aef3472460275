import { Output } from "../../src/cli/output.ts";
import { hostWorld } from "../../src/cli/host_world.ts";
import { runDeployment } from "../../src/cli/run_deployment.ts";
import { openRunView } from "../../src/cli/run_view.ts";
import { loadValid } from "../../src/cli/stack_command.ts";
import type { Engine, RunResult } from "../../src/engine/port.ts";
import { DirectoryTable } from "../../src/lock/directory_table.ts";
import { DirectoryStore } from "../../src/state/directory_store.ts";
import { line, measure, ms } from "./measure.ts";

interface Own {
  seconds: number;
  saved: number;
}

/** A whole `apply` with an engine that takes no time: what is left is panka's own. */
export async function benchOwn(panka: string, folder: string): Promise<void> {
  console.log("apply, without the engine");
  const runs: Own[] = [];
  for (let i = 0; i < 3; i++) {
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", import.meta.filename!, `${folder}/thousand`, `${folder}/own-${i}`],
      stderr: "null",
    }).output();
    const said = new TextDecoder().decode(stdout).trim();
    // After what a person is told.
    runs.push(JSON.parse(said.slice(said.lastIndexOf("\n") + 1)) as Own);
  }
  const [best] = runs.sort((a, b) => a.seconds - b.seconds);
  const { seconds: start } = await measure([panka, "version"], 5);
  line(
    "1000 components in 50 services",
    `${ms(best!.seconds + start)}, with ${best!.saved} commits on disk`,
  );
}

/** Says of every resource at once that it is made, and saves a checkpoint as long as Pulumi's. */
function instantEngine(): Engine {
  const bytesOf = (resources: number) => new TextEncoder().encode("x".repeat(1500 * resources));
  let done = 0;
  const refused = () => Promise.reject(new Error("this engine only applies"));
  return {
    name: "sandbox",
    preview: refused,
    destroy: refused,
    refresh: refused,
    currentCheckpoint: () => Promise.resolve(bytesOf(done)),
    async apply({ graph }, { onEvent }): Promise<RunResult> {
      for (const { key, type } of graph.resources) {
        const event = { type: "resource", at: 0, key, resourceType: type, operation: "create" };
        onEvent({ ...event, status: "started" } as Parameters<typeof onEvent>[0]);
        onEvent({ ...event, status: "succeeded" } as Parameters<typeof onEvent>[0]);
        onEvent({ type: "checkpoint", at: 0 });
        if (++done % 100 === 0) await new Promise((resolve) => setTimeout(resolve));
      }
      return {
        outcome: "succeeded",
        checkpoint: bytesOf(done),
        outputs: {},
        urns: Object.fromEntries(graph.resources.map(({ key }) => [key, `urn:${key}`])),
        doomed: [],
        errors: [],
      };
    },
  };
}

if (import.meta.main) {
  const [folder, place] = Deno.args as [string, string];
  const started = performance.now();
  const world = hostWorld();
  const context = { world, out: new Output(world) };
  const options = {
    yes: true,
    allowDataLoss: [],
    parallelism: 10,
    healthTimeout: 0,
    sandboxFail: [],
    varFile: [],
    var: [],
  } as unknown as Parameters<typeof runDeployment>[2];
  const { stack } = await loadValid(context, folder, options);
  const view = await openRunView(context, { verb: "apply", arguments: "" });
  let saved = 0;
  const ended = await runDeployment(
    context,
    {
      verb: "apply",
      stack,
      approval: { question: "apply?", savable: false },
      rollback: true,
      place: () =>
        Promise.resolve({
          engine: instantEngine(),
          backend: {
            type: "directory",
            store: new DirectoryStore(`${place}/state`),
            table: new DirectoryTable(`${place}/locks`),
            passphrase: () => Promise.resolve(""),
            passphraseCommand: "",
            observe: () => {},
          },
        }),
    },
    options,
    {
      onPlan: (plan) => view.onPlan(plan),
      onEvent(event) {
        if (event.type === "saved") saved++;
        view.onEvent(event);
      },
    },
  );
  view.close();
  await view.end(ended);
  if (ended.outcome !== "succeeded") throw new Error(ended.outcome);
  const seconds = (performance.now() - started) / 1000;
  console.log(JSON.stringify({ seconds, saved } satisfies Own));
}
