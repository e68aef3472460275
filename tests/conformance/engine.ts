import assert from "node:assert/strict";
import type { Value } from "../../src/engine/resource.ts";
import {
  AUDIT,
  CONFIG,
  type EngineWorld,
  type Held,
  nothing,
  type Shop,
  shop,
  TABLE,
  unitOf,
  Watcher,
} from "./engine_world.ts";

/** What every engine must do, whatever the cloud behind it. Each test opens a world of its own. */
export function engineConformance(name: string, open: () => Promise<EngineWorld>): void {
  const test = (title: string, body: (world: EngineWorld) => Promise<void>) =>
    Deno.test(`${name} engine ${title}`, async () => {
      const world = await open();
      try {
        await body(world);
      } finally {
        await world.close();
      }
    });

  /** Applies and expects success; gives the checkpoint. */
  async function applied(world: EngineWorld, parts: Shop, checkpoint?: Uint8Array) {
    const result = await world.engine.apply(unitOf(shop(parts), checkpoint), new Watcher());
    assert.deepEqual([result.outcome, result.errors], ["succeeded", []]);
    return result.checkpoint;
  }

  /** Takes the checkpoint of a run when a resource has begun, before that is done. */
  function takingAt(key: string, { engine }: EngineWorld, held: Held) {
    const taken = Promise.withResolvers<Uint8Array | undefined>();
    const watcher = new Watcher((event) => {
      if (event.type !== "resource" || event.key !== key || event.status !== "started") return;
      void engine.currentCheckpoint().then(taken.resolve, taken.reject).finally(held.release);
    });
    return { watcher, taken: taken.promise };
  }

  test("finds a text in the first item of a list, and none in an empty list", async (world) => {
    const first = (list: string): Value => ({ $first: [TABLE, list, "name"] });
    const graph = shop({
      table: "orders",
      audit: { $join: [first("attributes"), ";", first("globalSecondaryIndexes")] },
    });
    graph.outputs["shop/orders"] = {
      key: first("attributes"),
      index: first("globalSecondaryIndexes"),
    };
    const result = await world.engine.apply(unitOf(graph), new Watcher());
    assert.deepEqual([result.outcome, result.errors], ["succeeded", []]);
    assert.deepEqual(result.outputs["shop/orders"], { key: "pk", index: "" });
    assert.equal(await world.parameter("/shop/audit"), "pk;");
  });

  test("previews without touching the cloud, creates in order, and then has nothing to do", async (world) => {
    const graph = shop({ config: "one", table: "orders", audit: "a" });
    graph.outputs["shop/orders"]!.url = {
      $join: ["https://", { $attr: [TABLE, "name"] }, "/", { $lookup: ["account", "accountId"] }],
    };
    graph.outputs["shop/orders"]!.document = { $json: { arn: { $attr: [TABLE, "arn"] }, n: 1 } };
    graph.lookups.push({
      key: "account",
      function: "aws:index/getCallerIdentity:getCallerIdentity",
      arguments: {},
    });
    const quiet = new Watcher();
    const previewed = await world.engine.preview(unitOf(graph), quiet);
    assert.deepEqual(quiet.events, []);
    assert.deepEqual(
      previewed.changes.map((c) => `${c.operation} ${c.key} ${c.type}`),
      [
        `create ${CONFIG} aws:ssm/parameter:Parameter`,
        `create ${TABLE} aws:dynamodb/table:Table`,
        `create ${AUDIT} aws:ssm/parameter:Parameter`,
      ],
    );
    assert.deepEqual(await world.tables(), []);

    const watcher = new Watcher();
    const result = await world.engine.apply(unitOf(graph), watcher);
    assert.equal(result.outcome, "succeeded");
    assert.deepEqual(
      watcher.steps(),
      [CONFIG, TABLE, AUDIT].flatMap((key) => [
        `create ${key} started`,
        `create ${key} succeeded`,
      ]),
    );
    assert.deepEqual(Object.keys(result.urns).sort(), [AUDIT, CONFIG, TABLE]);
    const arn = "arn:aws:dynamodb:us-east-1:000000000000:table/orders";
    assert.deepEqual(result.outputs, {
      "shop/config": { name: "/shop/config" },
      "shop/orders": {
        table: "orders",
        url: "https://orders/000000000000",
        document: `{"arn":"${arn}","n":1}`,
      },
    });
    assert.equal(await world.parameter("/shop/config"), "one");
    assert.deepEqual(await world.tables(), ["orders"]);

    const again = await world.engine.preview(unitOf(graph, result.checkpoint), new Watcher());
    assert.deepEqual(again, { changes: [], errors: [] });
    const second = new Watcher();
    const unchanged = await world.engine.apply(unitOf(graph, result.checkpoint), second);
    assert.deepEqual([unchanged.outcome, second.steps()], ["succeeded", []]);
    assert.deepEqual(unchanged.outputs, result.outputs);
  });

  test("previews and makes an update, a replacement and a deletion", async (world) => {
    const before = { config: "one", table: "orders", audit: "a" };
    const first = await applied(world, before);
    const after = shop({ config: "two", table: "orders", hashKey: "id" });
    const { changes } = await world.engine.preview(unitOf(after, first), new Watcher());
    const byKey = new Map(changes.map((change) => [change.key, change]));
    assert.deepEqual([...byKey.keys()].sort(), [AUDIT, CONFIG, TABLE]);
    assert.equal(byKey.get(CONFIG)!.operation, "update");
    assert.ok(byKey.get(CONFIG)!.properties.includes("insecureValue"));
    assert.deepEqual(byKey.get(CONFIG)!.replacedBy, []);
    assert.equal(byKey.get(TABLE)!.operation, "replace");
    assert.ok(byKey.get(TABLE)!.replacedBy.includes("hashKey"));
    assert.equal(byKey.get(AUDIT)!.operation, "delete");

    const watcher = new Watcher();
    const result = await world.engine.apply(unitOf(after, first), watcher);
    assert.deepEqual([result.outcome, result.errors], ["succeeded", []]);
    assert.deepEqual(
      [...new Set(watcher.steps("succeeded"))].sort(),
      [
        `delete ${AUDIT} succeeded`,
        `replace ${TABLE} succeeded`,
        `update ${CONFIG} succeeded`,
      ],
    );
    assert.equal(await world.parameter("/shop/config"), "two");
    assert.equal(await world.parameter("/shop/audit"), undefined);
    assert.deepEqual(Object.keys(result.urns).sort(), [CONFIG, TABLE]);
  });

  test("keeps what was done when a resource fails, and goes on from there", async (world) => {
    const watcher = new Watcher();
    const parts = { config: "one", table: "x", audit: "a" };
    const result = await world.engine.apply(unitOf(shop(parts)), watcher);
    assert.equal(result.outcome, "failed");
    assert.deepEqual(result.errors.map((e) => e.key), [TABLE]);
    assert.ok(result.errors[0]!.message.length > 0);
    assert.deepEqual(watcher.steps(), [
      `create ${CONFIG} started`,
      `create ${CONFIG} succeeded`,
      `create ${TABLE} started`,
      `create ${TABLE} failed`,
    ]);
    assert.deepEqual(Object.keys(result.urns), [CONFIG]);
    assert.deepEqual(result.outputs["shop/config"], { name: "/shop/config" });
    // The cause alone, not what follows from it.
    assert.deepEqual(
      watcher.events.flatMap((e) => e.type === "diagnostic" && e.severity === "error" ? e.key : []),
      [TABLE],
    );

    const second = new Watcher();
    const fixed = unitOf(shop({ ...parts, table: "orders" }), result.checkpoint);
    assert.equal((await world.engine.apply(fixed, second)).outcome, "succeeded");
    assert.deepEqual(second.steps("succeeded"), [
      `create ${TABLE} succeeded`,
      `create ${AUDIT} succeeded`,
    ]);
  });

  test("starts nothing new after the first abort, and the next run converges", async (world) => {
    const held = world.hold("/shop/config");
    const watcher = new Watcher((event, self) => {
      if (event.type !== "resource" || event.key !== CONFIG || event.status !== "started") return;
      self.interrupt();
      void held.heard().then(held.release);
    });
    const graph = shop({ config: "one", table: "orders", audit: "a" });
    const result = await world.engine.apply(unitOf(graph), watcher);
    assert.equal(result.outcome, "cancelled");
    // What was in flight is finished, and known.
    assert.deepEqual(watcher.steps(), [`create ${CONFIG} started`, `create ${CONFIG} succeeded`]);
    assert.deepEqual(Object.keys(result.urns), [CONFIG]);
    assert.deepEqual(await world.tables(), []);

    const rest = await world.engine.apply(unitOf(graph, result.checkpoint), new Watcher());
    assert.deepEqual([rest.outcome, rest.errors], ["succeeded", []]);
    assert.deepEqual(await world.tables(), ["orders"]);
    assert.equal(await world.parameter("/shop/config"), "one");
  });

  test("does nothing when it is aborted before it starts", async (world) => {
    const first = await applied(world, { config: "one" });
    const watcher = new Watcher();
    watcher.interrupt();
    const result = await world.engine.apply(unitOf(shop({ config: "two" }), first), watcher);
    assert.equal(result.outcome, "cancelled");
    assert.deepEqual(result.checkpoint, first);
    assert.deepEqual(watcher.events, []);
    assert.equal(await world.parameter("/shop/config"), "one");
  });

  test("changes only what it is told to, and what depends on it", async (world) => {
    const first = await applied(world, { config: "one", table: "orders", audit: "a" });
    const graph = shop({ config: "two", table: "orders", audit: "b" });
    const narrow = unitOf(graph, first, [AUDIT]);
    const { changes } = await world.engine.preview(narrow, new Watcher());
    assert.deepEqual(changes.map((c) => `${c.operation} ${c.key}`), [`update ${AUDIT}`]);
    const result = await world.engine.apply(narrow, new Watcher());
    assert.equal(result.outcome, "succeeded");
    assert.equal(await world.parameter("/shop/config"), "one");
    assert.equal(await world.parameter("/shop/audit"), "b");

    const removed = unitOf(shop({ config: "two", table: "orders" }), result.checkpoint, [AUDIT]);
    const last = await world.engine.apply(removed, new Watcher());
    assert.equal(last.outcome, "succeeded");
    assert.equal(await world.parameter("/shop/audit"), undefined);
    assert.equal(await world.parameter("/shop/config"), "one");
    assert.deepEqual(Object.keys(last.urns).sort(), [CONFIG, TABLE]);
  });

  test("destroys everything, dependents first", async (world) => {
    const first = await applied(world, { config: "one", table: "orders", audit: "a" });
    const watcher = new Watcher();
    const result = await world.engine.destroy(unitOf(nothing, first), watcher);
    assert.equal(result.outcome, "succeeded");
    assert.deepEqual(watcher.steps("succeeded"), [
      `delete ${AUDIT} succeeded`,
      `delete ${TABLE} succeeded`,
      `delete ${CONFIG} succeeded`,
    ]);
    assert.deepEqual(result.urns, {});
    assert.deepEqual(await world.tables(), []);
    assert.equal(await world.parameter("/shop/config"), undefined);
  });

  test("refuses to delete what is protected", async (world) => {
    const first = await applied(world, { config: "one", table: "orders", protect: true });
    const result = await world.engine.destroy(unitOf(nothing, first), new Watcher());
    assert.equal(result.outcome, "failed");
    assert.ok(result.errors.length > 0);
    assert.deepEqual(await world.tables(), ["orders"]);
    const removed = await world.engine.apply(unitOf(shop({ config: "one" }), first), new Watcher());
    assert.equal(removed.outcome, "failed");
    assert.deepEqual(await world.tables(), ["orders"]);
  });

  test("leaves properties alone that it is told to ignore", async (world) => {
    const parts = { table: "orders", ignoreTags: true, tags: { by: "us" } };
    const first = await applied(world, parts);
    const graph = shop({ ...parts, tags: { by: "others" } });
    const { changes } = await world.engine.preview(unitOf(graph, first), new Watcher());
    assert.deepEqual(changes, []);
  });

  test("finds what changed behind its back, and changes nothing itself", async (world) => {
    const parts = { config: "one", table: "orders" };
    const first = await applied(world, parts);
    const unit = unitOf(shop(parts), first);
    assert.deepEqual(await world.engine.refresh(unit, new Watcher()), { changes: [], errors: [] });
    await world.changeParameter("/shop/config", "drifted");
    const { changes, errors } = await world.engine.refresh(unit, new Watcher());
    assert.deepEqual(errors, []);
    assert.deepEqual(changes.map((c) => `${c.operation} ${c.key}`), [`update ${CONFIG}`]);
    assert.ok(changes[0]!.properties.includes("insecureValue"));
    assert.equal(await world.parameter("/shop/config"), "drifted");
  });

  test("has a checkpoint while it runs from which another run goes on", async (world) => {
    const { watcher, taken } = takingAt(AUDIT, world, world.hold("/shop/audit"));
    const graph = shop({ config: "one", table: "orders", audit: "a" });
    const result = await world.engine.apply(unitOf(graph), watcher);
    assert.equal(result.outcome, "succeeded");
    assert.ok(watcher.events.some(({ type }) => type === "checkpoint"));
    const { changes } = await world.engine.preview(unitOf(graph, await taken), new Watcher());
    assert.deepEqual(changes.map((c) => c.key), [AUDIT]);
    assert.equal(await world.engine.currentCheckpoint(), undefined);
  });

  test("takes over what an interrupted run left unrecorded, needed or not", async (world) => {
    const before = shop({ config: "one", table: "orders", audit: "a" });
    const { watcher, taken: begun } = takingAt(TABLE, world, world.hold("orders"));
    assert.equal((await world.engine.apply(unitOf(before), watcher)).outcome, "succeeded");
    const recover = before.resources.map(({ key, type, physicalName }) => ({
      key,
      type,
      physicalName,
    }));
    // With the checkpoint of the moment when the table was begun, and with none at all.
    for (const checkpoint of [await begun, undefined]) {
      const again = new Watcher();
      const unit = { ...unitOf(before, checkpoint), recover };
      const result = await world.engine.apply(unit, again);
      assert.deepEqual([result.outcome, result.errors], ["succeeded", []]);
      assert.ok(!again.steps().some((step) => /^(?:create|replace|delete)/.test(step)));
      assert.deepEqual(Object.keys(result.urns).sort(), [AUDIT, CONFIG, TABLE]);
    }
    const after = { ...unitOf(shop({ config: "one" })), recover };
    const result = await world.engine.apply(after, new Watcher());
    assert.deepEqual([result.outcome, result.errors], ["succeeded", []]);
    assert.deepEqual(await world.tables(), []);
    assert.equal(await world.parameter("/shop/audit"), undefined);
    assert.equal(await world.parameter("/shop/config"), "one");
  });

  test("creates what was begun and never done", async (world) => {
    const graph = shop({ config: "one", table: "orders" });
    const recover = graph.resources.map(({ key, type, physicalName }) => ({
      key,
      type,
      physicalName,
    }));
    const watcher = new Watcher();
    const result = await world.engine.apply({ ...unitOf(graph), recover }, watcher);
    assert.deepEqual([result.outcome, result.errors], ["succeeded", []]);
    assert.deepEqual(watcher.steps("succeeded"), [
      `create ${CONFIG} succeeded`,
      `create ${TABLE} succeeded`,
    ]);
  });

  test("sets right what was changed behind its back, when it is to look first", async (world) => {
    const parts = { config: "one", table: "orders" };
    const unit = unitOf(shop(parts), await applied(world, parts));
    await world.changeParameter("/shop/config", "drifted");
    const blind = await world.engine.apply(unit, new Watcher());
    assert.equal(await world.parameter("/shop/config"), "drifted");
    const looking = Object.assign(new Watcher(), { refresh: true });
    const result = await world.engine.apply({ ...unit, checkpoint: blind.checkpoint }, looking);
    assert.equal(result.outcome, "succeeded");
    assert.deepEqual(looking.steps("succeeded"), [`update ${CONFIG} succeeded`]);
    assert.equal(await world.parameter("/shop/config"), "one");
  });

  test("tells a secret only as where it lives", async (world) => {
    const secret = "correct-horse-$battery-staple";
    await world.putSecret("shop/plain", secret);
    await world.putSecret("shop/json", JSON.stringify({ password: secret, user: "u" }));
    const graph = shop({
      config: { $secret: "shop/plain" },
      table: "orders",
      audit: { $secret: "shop/json#password" },
    });
    graph.outputs["shop/orders"]!.password = { $secret: "shop/json#password" };
    graph.outputs["shop/orders"]!.uri = { $join: ["db://", { $secret: "shop/plain" }] };
    const watcher = new Watcher();
    const result = await world.engine.apply(unitOf(graph), watcher);
    assert.deepEqual([result.outcome, result.errors], ["succeeded", []]);
    assert.deepEqual(result.outputs["shop/orders"], {
      table: "orders",
      password: { $secret: "shop/json#password" },
      uri: { $secret: "shop/plain" },
    });
    const told = JSON.stringify([watcher.events, result.outputs, result.errors]) +
      new TextDecoder().decode(result.checkpoint);
    assert.ok(!told.includes("battery"));
  });
}
