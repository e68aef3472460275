import assert from "node:assert/strict";
import { checkpointEditor, keysOf } from "../../src/engine/edit_checkpoint.ts";
import { urnOf } from "../../src/engine/pulumi/urn.ts";
import type { Engine } from "../../src/engine/port.ts";

interface Node {
  key: string;
  needs?: string[];
}

const urn = (key: string) => urnOf("shop-dev", "aws:sqs/queue:Queue", key);
const STACK = "urn:pulumi:shop-dev::panka::pulumi:pulumi:Stack::panka-shop-dev";
const PROVIDER = "urn:pulumi:shop-dev::panka::pulumi:providers:aws::aws";

/** Checkpoints that say the same, one of each engine. */
const PRINT: Record<Engine["name"], (nodes: Node[], pending?: string[]) => Uint8Array> = {
  pulumi: (nodes, pending = []) =>
    encoded({
      version: 3,
      checkpoint: {
        stack: "organization/panka/shop-dev",
        latest: {
          manifest: { time: "t", magic: "m", version: "v" },
          secrets_providers: { type: "passphrase", state: { salt: "v1:s" } },
          resources: [
            { urn: STACK, type: "pulumi:pulumi:Stack", custom: false },
            { urn: PROVIDER, type: "pulumi:providers:aws", custom: true, id: "p1" },
            ...nodes.map(({ key, needs = [] }) => ({
              urn: urn(key),
              type: "aws:sqs/queue:Queue",
              custom: true,
              id: `id of ${key}`,
              provider: `${PROVIDER}::p1`,
              parent: STACK,
              dependencies: needs.map(urn),
              propertyDependencies: { policy: needs.map(urn), name: null },
              outputs: { note: `about ${urn(key)}` },
            })),
          ],
          ...(pending.length > 0 && {
            pending_operations: pending.map((key) => ({
              resource: { urn: urn(key), type: "aws:sqs/queue:Queue" },
              type: "creating",
            })),
          }),
        },
      },
    }),
  sandbox: (nodes, pending = []) =>
    encoded({
      version: 1,
      engine: "sandbox",
      resources: nodes.map(({ key, needs = [] }) => ({
        key,
        type: "aws:sqs/queue:Queue",
        id: `id of ${key}`,
        properties: {},
        attributes: {},
        dependsOn: needs,
      })),
      doomed: [],
      pending: pending.map((key) => ({ key, type: "aws:sqs/queue:Queue" })),
    }),
};

const encoded = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const NODES: Node[] = [
  { key: "data/jobs/queue" },
  { key: "api/@shared/cluster" },
  { key: "@stack/@shared/bus" },
  {
    key: "api/server/task",
    needs: ["api/@shared/cluster", "data/jobs/queue", "@stack/@shared/bus"],
  },
  { key: "api/worker/task", needs: ["@stack/@shared/bus"] },
];

for (const engine of ["pulumi", "sandbox"] as const) {
  const print = PRINT[engine];
  const { keep, split, settled, rename, join, needs } = checkpointEditor(engine);

  Deno.test(`keep() of ${engine} forgets resources, links to them, and what was begun of them`, () => {
    const checkpoint = print(NODES, ["data/jobs/queue", "api/worker/task"]);
    const kept = keep(checkpoint, (key) => key !== "data/jobs/queue");
    assert.deepEqual(needs(kept).map(({ key }) => key), NODES.slice(1).map(({ key }) => key));
    assert.ok(!text(kept).includes("data/jobs/queue"), text(kept));
    assert.match(text(kept), /"pending[^\]]*api\/worker\/task/);
    if (engine === "pulumi") {
      assert.ok(text(kept).includes(PROVIDER) && text(kept).includes("v1:s"));
    }
  });

  Deno.test(`keep() of everything leaves a checkpoint of ${engine} as it says`, () => {
    const checkpoint = print(NODES, ["api/worker/task"]);
    assert.deepEqual(JSON.parse(text(keep(checkpoint, () => true))), JSON.parse(text(checkpoint)));
  });

  Deno.test(`rename() of ${engine} renames a resource wherever it is named, and no other`, () => {
    const change = (key: string) => key.replace(/^data\/jobs\//, "data/tasks/");
    const renamed = rename(print(NODES, ["data/jobs/queue"]), change);
    const wanted = NODES.map(({ key, needs = [] }) => ({
      key: change(key),
      needs: needs.map(change),
    }));
    const found = needs(renamed).map(({ key, needs }) => ({ key, needs: [...new Set(needs)] }));
    assert.deepEqual(found, wanted);
    // Texts that only mention it are not the engine's links.
    const mentions = text(renamed).split("data/jobs/queue").length - 1;
    assert.equal(mentions, engine === "pulumi" ? 2 : 1, "its own id, and its output");
  });

  Deno.test(`join() of ${engine} is the opposite of cutting up by service`, () => {
    const checkpoint = print(NODES, ["api/worker/task"]);
    const parts = split(checkpoint, ["data", "api", "@stack"], (key) => key.split("/")[0]!);
    const joined = join([...parts.values()].toReversed())!;
    const sorted = (bytes: Uint8Array) => needs(bytes).sort((a, b) => a.key < b.key ? -1 : 1);
    assert.deepEqual(sorted(joined), sorted(checkpoint), "with what each needs of the others");
    if (engine === "pulumi") {
      const keys = needs(joined).map(({ key }) => key);
      const before = (one: string, other: string) => keys.indexOf(one) < keys.indexOf(other);
      assert.ok(before("data/jobs/queue", "api/server/task"), keys.join(" "));
    }
    assert.match(text(joined), /"pending[^\]]*api\/worker\/task/);
    if (engine === "pulumi") assert.equal(text(joined).split(`"urn":"${STACK}"`).length, 2);
    assert.equal(join([]), undefined);
  });

  Deno.test(`settled() of ${engine} leaves nothing to be done`, () => {
    const still = settled(print(NODES, ["api/worker/task"]));
    assert.doesNotMatch(text(still), /"pending[^\]]*api\/worker\/task/);
    assert.equal(needs(still).length, NODES.length);
  });

  Deno.test(`checkpoints of ${engine} are not edited when they are of something else`, () => {
    const other = PRINT[engine === "pulumi" ? "sandbox" : "pulumi"](NODES);
    assert.throws(() => keep(other, () => true));
  });
}

Deno.test("join() of pulumi takes one provider where services were made with one each", () => {
  const { join } = checkpointEditor("pulumi");
  const parts = NODES.slice(0, 2).map((node, i) =>
    encoded(JSON.parse(text(PRINT.pulumi([node])).replaceAll("p1", `p${i}`)))
  );
  const joined = text(join(parts)!);
  assert.equal(joined.split(`"urn":"${PROVIDER}"`).length, 2);
  assert.equal(joined.split(`"provider":"${PROVIDER}::p0"`).length, 3);
  assert.ok(!joined.includes("::p1"));
});

Deno.test("keysOf() names own resources, and shared ones that nobody who stays uses", () => {
  const all = NODES.map(({ key, needs = [] }) => ({ key, needs }));
  assert.deepEqual([...keysOf(["api/server"], all)].sort(), [
    "api/@shared/cluster",
    "api/server/task",
  ]);
  assert.deepEqual([...keysOf(["api/server", "api/worker"], all)].sort(), [
    "@stack/@shared/bus",
    "api/@shared/cluster",
    "api/server/task",
    "api/worker/task",
  ]);
  assert.deepEqual([...keysOf(["api/serve"], all)], [], "a name is no prefix of another");
});
