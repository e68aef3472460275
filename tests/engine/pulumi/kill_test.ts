import assert from "node:assert/strict";
import type { ResourceGraph } from "../../../src/engine/resource.ts";
import { unitOf, Watcher } from "../../conformance/engine_world.ts";
import { startFaultProxy } from "../../faults/proxy.ts";
import { ministackOfFile, skipped } from "../../rig/emulator_of_file.ts";
import { findRig } from "../../rig/rig.ts";
import { rigEngine } from "./rig_engine.ts";

const rig = findRig();
const missing = "missing" in rig ? rig.missing : skipped;
const server = missing
  ? undefined
  : await ministackOfFile({ services: ["sts", "sqs"], patience: 10 });

const graph: ResourceGraph = {
  resources: [{
    key: "shop/jobs/queue",
    type: "aws:sqs/queue:Queue",
    properties: { name: "jobs", sqsManagedSseEnabled: true },
    physicalName: "jobs",
  }],
  lookups: [],
  outputs: { "shop/jobs": { url: { $attr: ["shop/jobs/queue", "url"] } } },
};

Deno.test({
  name:
    "apply() ends within seconds when it is killed while AWS works, and the next run takes over" +
    (missing ? ` (skipped: ${missing})` : ""),
  ignore: missing !== undefined,
  async fn() {
    if ("missing" in rig || !server) throw new Error(missing);
    const home = await Deno.makeTempDir();
    await using proxy = startFaultProxy(server.url);
    const queues = async () => {
      const response = await fetch(`${server.url}/?Action=ListQueues`);
      return [...(await response.text()).matchAll(/<QueueUrl>([^<]+)/g)].map((match) => match[1]);
    };
    // The queue is there, and its answer never comes.
    proxy.rule(({ headers }) =>
      headers.get("x-amz-target")?.endsWith(".CreateQueue") ? { kind: "held" } : undefined
    );
    const kill = new AbortController();
    const watcher = Object.assign(
      new Watcher(async (event) => {
        if (event.type !== "resource" || event.status !== "started") return;
        await proxy.held();
        kill.abort();
      }),
      { kill: kill.signal },
    );
    const result = await rigEngine(rig, proxy.url, home).apply(unitOf(graph), watcher);
    assert.equal(result.outcome, "cancelled");
    assert.deepEqual(watcher.steps(), ["create shop/jobs/queue started"]);
    assert.deepEqual(result.urns, {});

    assert.equal((await queues()).length, 1);
    const again = new Watcher();
    const engine = rigEngine(rig, server.url, home);
    const next = await engine.apply(unitOf(graph, result.checkpoint), again);
    assert.deepEqual([next.outcome, next.errors], ["succeeded", []]);
    assert.ok(!again.steps().some((step) => step.startsWith("create")));
    assert.deepEqual(await queues(), [`${server.url}/000000000000/jobs`]);
    assert.deepEqual(next.outputs, { "shop/jobs": { url: `${server.url}/000000000000/jobs` } });
    await Deno.remove(home, { recursive: true });
  },
});
