import assert from "node:assert/strict";
import { join } from "node:path";
import type { Unit } from "../../../src/engine/port.ts";
import type { ResourceGraph } from "../../../src/engine/resource.ts";
import { findLeftovers, noteAncestor } from "../../../src/engine/pulumi/leftover.ts";
import { urnOf } from "../../../src/engine/pulumi/urn.ts";
import { unitOf, Watcher } from "../../conformance/engine_world.ts";
import { startFaultProxy } from "../../faults/proxy.ts";
import { ministackOfFile, skipped } from "../../rig/emulator_of_file.ts";
import { findRig } from "../../rig/rig.ts";
import { rigEngine } from "./rig_engine.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

async function leftoverOf(runs: string, name: string, ancestors: (Uint8Array | undefined)[]) {
  const root = join(runs, name);
  await Deno.mkdir(root);
  await Deno.writeFile(join(root, "checkpoint"), bytes(name));
  for (const ancestor of ancestors) await noteAncestor(root, ancestor);
  return root;
}

Deno.test("findLeftovers() finds what grew out of the committed checkpoint, youngest first", async () => {
  const runs = await Deno.makeTempDir();
  const [one, two, three] = ["one", "two", "three"].map(bytes);
  const old = await leftoverOf(runs, "old", [one, two]);
  const young = await leftoverOf(runs, "young", [two]);
  await leftoverOf(runs, "other", [undefined, three]);
  await Deno.mkdir(join(runs, "half made"));
  await Deno.utime(join(old, "checkpoint"), 1, 1);
  const found = async (committed: Uint8Array | undefined) =>
    (await findLeftovers(runs, "checkpoint", committed)).map(({ root }) => root);
  assert.deepEqual(await found(two), [young, old]);
  assert.deepEqual(await found(one), [old]);
  assert.deepEqual(await found(undefined), [join(runs, "other")]);
  assert.deepEqual(await found(bytes("four")), []);
  assert.deepEqual(await findLeftovers(join(runs, "nowhere"), "checkpoint", one), []);
  await Deno.remove(runs, { recursive: true });
});

Deno.test("findLeftovers() of a part asks for its own resources alone, whatever others did since", async () => {
  const runs = await Deno.makeTempDir();
  const holding = (...ids: [key: string, id: string][]) =>
    bytes(JSON.stringify({
      version: 3,
      checkpoint: {
        latest: { resources: ids.map(([key, id]) => ({ urn: urnOf("s", "aws:a:A", key), id })) },
      },
    }));
  const part = { name: "api", owns: (key: string) => key.startsWith("api/") };
  const root = join(runs, "one");
  await Deno.mkdir(root);
  await Deno.writeFile(join(root, "checkpoint"), bytes("one"));
  await noteAncestor(root, holding(["data/a/a", "1"], ["api/b/b", "2"]), part);
  const found = async (...committed: Parameters<typeof holding>) =>
    (await findLeftovers(runs, "checkpoint", holding(...committed), part)).length;
  assert.equal(await found(["api/b/b", "2"], ["data/a/a", "3"]), 1);
  assert.equal(await found(["data/a/a", "1"], ["api/b/b", "4"]), 0);
  await Deno.remove(runs, { recursive: true });
});

const rig = findRig();
const missing = "missing" in rig ? rig.missing : skipped;
const server = missing
  ? undefined
  : await ministackOfFile({ services: ["sts", "sqs", "ssm"], patience: 10 });

// The parameter has no name that it could be found by.
const graph: ResourceGraph = {
  resources: [
    {
      key: "shop/config/parameter",
      type: "aws:ssm/parameter:Parameter",
      properties: { name: "/shop/config", type: "String", insecureValue: "one" },
    },
    {
      key: "shop/jobs/queue",
      type: "aws:sqs/queue:Queue",
      properties: { name: "jobs", sqsManagedSseEnabled: true },
      dependsOn: ["shop/config/parameter"],
      physicalName: "jobs",
    },
  ],
  lookups: [],
  outputs: {},
};

Deno.test({
  name:
    "apply() goes on from what a killed process left on this machine, though none was committed" +
    (missing ? ` (skipped: ${missing})` : ""),
  ignore: missing !== undefined,
  async fn() {
    if ("missing" in rig || !server) throw new Error(missing);
    const folder = await Deno.makeTempDir();
    const runs = join(folder, "runs");
    await using proxy = startFaultProxy(server.url);
    // The queue is there, and its answer never comes.
    proxy.rule(({ headers }) =>
      headers.get("x-amz-target")?.endsWith(".CreateQueue") ? { kind: "held" } : undefined
    );
    const unit: Unit = { ...unitOf(graph), recover: graph.resources };
    const module = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
    const config = new URL("../../../deno.json", import.meta.url).pathname;
    const script = join(folder, "run.ts");
    await Deno.writeTextFile(
      script,
      `import { rigEngine } from ${module("./rig_engine.ts")};
      import { findRig } from ${module("../../rig/rig.ts")};
      const options = { runs: ${JSON.stringify(runs)} };
      const home = ${JSON.stringify(join(folder, "home"))};
      const engine = rigEngine(findRig(), ${JSON.stringify(proxy.url)}, home, options);
      await engine.apply(${JSON.stringify(unit)}, { parallelism: 1, onEvent() {} });`,
    );
    const doomed = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", `--config=${config}`, script],
      stdout: "null",
    }).spawn();
    await Promise.race([proxy.held(), doomed.status]);
    doomed.kill("SIGKILL");
    await doomed.status;

    const engine = rigEngine(rig, server.url, join(folder, "home"), { runs });
    const { changes } = await engine.preview(unit, new Watcher());
    assert.deepEqual(changes.filter((c) => c.operation !== "update"), []);
    const watcher = new Watcher();
    const result = await engine.apply(unit, watcher);
    assert.deepEqual([result.outcome, result.errors], ["succeeded", []]);
    assert.ok(!watcher.steps().some((step) => /^(?:create|replace|delete)/.test(step)));
    assert.deepEqual(Object.keys(result.urns).sort(), graph.resources.map((r) => r.key));
    assert.deepEqual([...Deno.readDirSync(join(runs, unit.name))], []);
    await Deno.remove(folder, { recursive: true });
  },
});
