import assert from "node:assert/strict";
import { diffStates } from "../../src/state/changes.ts";
import type { StateDocument } from "../../src/state/document.ts";
import {
  changeLocking,
  EditRefused,
  moveComponent,
  pushDocument,
  removeComponent,
  restoreDocument,
} from "../../src/state/edit.ts";
import { component, ending } from "./session_world.ts";

const BY = {
  deployment: "restore",
  owner: "o",
  user: "ann",
  host: "h",
  started: "2026-01-01T00:00:00Z",
};

function state(serial: number, fence: number, components: string[]): StateDocument {
  const named = (id: string) => ({
    ...component(serial),
    resources: { [`${id}/queue`]: { type: "aws:sqs/queue:Queue", physicalName: `acme-dev-${id}` } },
  });
  return {
    formatVersion: 1,
    stack: "shop",
    environment: "dev",
    engine: "pulumi",
    locking: "stack",
    serial,
    writeId: `w${serial}`,
    units: {
      stack: { fence, components: Object.fromEntries(components.map((id) => [id, named(id)])) },
    },
    outputs: {},
    deployments: [{ number: serial, ...ending(`d${serial}`) }],
    checksum: "",
  };
}

Deno.test("removeComponent() forgets one component, and refuses while others depend on it", () => {
  const document = state(1, 1, ["api/a", "api/b"]);
  document.units.stack!.components["api/b"]!.dependsOn = ["api/a"];
  assert.throws(() => removeComponent(document, "api/a"), /"api\/b" depend on it/);
  assert.deepEqual(Object.keys(removeComponent(document, "api/a", true).units.stack!.components), [
    "api/b",
  ]);
  assert.deepEqual(Object.keys(removeComponent(document, "api/b").units.stack!.components), [
    "api/a",
  ]);
  assert.throws(() => removeComponent(document, "api/c"), {
    name: "EditRefused",
    fix: /state list/,
  });
  assert.deepEqual(Object.keys(document.units.stack!.components), ["api/a", "api/b"]);
});

Deno.test("moveComponent() renames a component and what depends on it", () => {
  const document = state(1, 1, ["api/a", "api/b"]);
  document.units.stack!.components["api/b"]!.dependsOn = ["api/a"];
  const moved = moveComponent(document, "api/a", "web/a");
  assert.deepEqual(Object.keys(moved.units.stack!.components).sort(), ["api/b", "web/a"]);
  assert.deepEqual(moved.units.stack!.components["api/b"]!.dependsOn, ["web/a"]);
  assert.throws(() => moveComponent(document, "api/a", "api/b"), EditRefused);
});

Deno.test("moveComponent() refuses another service where services are locked one by one", () => {
  const document = changeLocking(state(1, 1, ["api/a", "web/b"]), "service", {});
  assert.throws(() => moveComponent(document, "api/a", "web/a"), { fix: /state locking stack/ });
});

Deno.test("restoreDocument() keeps fence, serial and deployments, and leaves nothing behind unseen", () => {
  const restored = restoreDocument(
    state(9, 7, ["api/a", "api/new"]),
    state(3, 2, ["api/a", "api/gone"]),
    BY,
  );
  assert.deepEqual(Object.keys(restored.units.stack!.components), ["api/a", "api/gone"]);
  assert.deepEqual(
    [restored.serial, restored.units.stack!.fence, restored.deployments[0]?.number],
    [9, 7, 9],
  );
  assert.deepEqual(restored.units.stack!.inFlight?.inherited, [{
    component: "api/new",
    action: "create",
    resources: [{
      name: "api/new/queue",
      type: "aws:sqs/queue:Queue",
      physicalName: "acme-dev-api/new",
    }],
  }]);
});

Deno.test("restoreDocument() keeps what the state's resources are known by, also over one from before there was any", () => {
  const older = state(3, 2, []);
  assert.equal(restoreDocument({ ...state(9, 7, []), lineage: "l" }, older, BY).lineage, "l");
  assert.equal(restoreDocument(undefined, { ...older, lineage: "l" }, BY).lineage, "l");
});

Deno.test("restoreDocument() takes fences from elsewhere when the newest state can't be read", () => {
  const restored = restoreDocument(undefined, state(3, 2, ["api/a"]), BY, { stack: 5 });
  assert.deepEqual([restored.units.stack!.fence, restored.units.stack!.inFlight], [5, undefined]);
});

Deno.test("restoreDocument() carries on what is in flight now and was then", () => {
  const [now, then] = [state(9, 7, []), state(3, 2, [])];
  for (const [document, name] of [[now, "now"], [then, "then"]] as const) {
    document.units.stack!.inFlight = {
      ...BY,
      fence: 1,
      intents: [{ component: name, action: "update", resources: [] }],
    };
  }
  const { inFlight } = restoreDocument(now, then, BY).units.stack!;
  assert.deepEqual(inFlight?.inherited?.map((intent) => intent.component), ["now", "then"]);
  assert.equal(inFlight?.owner, "o");
});

Deno.test("pushDocument() refuses a state that is older or another stack's, and keeps the fences", () => {
  const current = state(9, 7, ["api/a"]);
  assert.throws(() => pushDocument(current, state(8, 7, [])), /pulled at serial 8/);
  assert.throws(
    () => pushDocument(current, { ...state(9, 7, []), environment: "prod" }),
    /environment is "prod"/,
  );
  assert.throws(
    () => pushDocument({ ...current, lineage: "l" }, { ...current, lineage: "other" }),
    /lineage is "other"/,
  );
  const pushed = pushDocument(current, state(8, 3, ["api/b"]), true);
  assert.deepEqual([pushed.serial, pushed.units.stack!.fence], [9, 7]);
  assert.deepEqual(Object.keys(pushed.units.stack!.components), ["api/b"]);
  assert.equal(pushDocument(current, { ...current, units: {} }).units.stack?.fence, 7);
});

Deno.test("changeLocking() splits and joins without losing a component, and refuses while work is in flight", () => {
  const document = state(1, 4, ["api/a", "api/b", "web/c"]);
  const split = changeLocking(document, "service", {
    api: { key: "k", versionId: "v", sha256: "s" },
  });
  assert.deepEqual(Object.keys(split.units).sort(), ["api", "stack", "web"]);
  assert.deepEqual(Object.values(split.units).map(({ fence }) => fence), [4, 4, 4]);
  assert.equal(split.units.api?.checkpoint?.key, "k");
  const joined = changeLocking(split, "stack", {});
  assert.deepEqual(joined.units.stack!.components, document.units.stack!.components);
  document.units.stack!.inFlight = { ...BY, fence: 4, intents: [] };
  assert.throws(() => changeLocking(document, "service", {}), {
    name: "EditRefused",
    fix: /panka apply/,
  });
});

Deno.test("diffStates() names each field that differs, and nothing that always does", () => {
  const [older, newer] = [state(1, 1, ["api/a"]), state(2, 1, ["api/a"])];
  newer.deployments = older.deployments;
  newer.outputs = { url: "x" };
  assert.deepEqual(diffStates(older, newer), [
    { path: ["outputs", "url"], old: undefined, new: "x" },
    { path: ["units", "stack", "components", "api/a", "spec", "n"], old: 1, new: 2 },
  ]);
  assert.deepEqual(diffStates(older, { ...older, serial: 9, writeId: "z", checksum: "c" }), []);
});
