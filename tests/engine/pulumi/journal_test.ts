import assert from "node:assert/strict";
import { join } from "node:path";
import {
  type Deployment,
  Journal,
  JOURNAL_KIND,
  type JournaledResource,
  type JournalEntry,
} from "../../../src/engine/pulumi/journal.ts";
import {
  JournaledCheckpoint,
  readJournaled,
} from "../../../src/engine/pulumi/journaled_checkpoint.ts";

const { begin, success, failure, refreshSuccess, outputs, secretsProvider, rebuiltBase, write } =
  JOURNAL_KIND;
const resource = (urn: string, more: Partial<JournaledResource> = {}): JournaledResource => ({
  urn,
  type: "t",
  ...more,
});
const entry = (kind: number, operationID: number, more: Partial<JournalEntry> = {}) => ({
  version: 1,
  kind,
  operationID,
  ...more,
});
const made = (operationID: number, state: JournaledResource, more: Partial<JournalEntry> = {}) =>
  entry(success, operationID, { state, ...more });

function after(base: JournaledResource[], ...entries: JournalEntry[]): Deployment {
  const journal = new Journal({ resources: base });
  for (const each of entries) journal.add(each);
  return journal.deployment();
}

const urnsOf = ({ resources }: Deployment) => resources!.map(({ urn }) => urn);

Deno.test("Journal puts what was made before what was there, in the order it was made", () => {
  const { resources } = after(
    [resource("a"), resource("b")],
    made(1, resource("c")),
    made(2, resource("a", { id: "new" }), { removeOld: 0 }),
  );
  assert.deepEqual(resources, [resource("c"), resource("a", { id: "new" }), resource("b")]);
});

Deno.test("Journal keeps what was begun as pending until it succeeds or fails", () => {
  const operation = (urn: string) => ({ type: "creating", resource: resource(urn) });
  const begun = [1, 2, 3].map((n) => entry(begin, n, { operation: operation(`r${n}`) }));
  const journal = after([], ...begun, made(1, resource("r1")), entry(failure, 2));
  assert.deepEqual(urnsOf(journal), ["r1"]);
  assert.deepEqual(journal.pending_operations, [operation("r3")]);
  assert.equal(after([], begun[0]!, entry(failure, 1)).pending_operations, undefined);
});

Deno.test("Journal keeps what an earlier run began to create, and forgets its updates", () => {
  const pending = ["creating", "updating"].map((type) => ({ type, resource: resource(type) }));
  const journal = new Journal({ pending_operations: pending });
  assert.deepEqual(journal.deployment().pending_operations, [pending[0]]);
});

Deno.test("Journal marks a replaced resource for deletion, and drops it once that is done", () => {
  const replaced = [
    made(1, resource("a", { id: "2" }), { deleteOld: 0 }),
  ];
  assert.deepEqual(after([resource("a", { id: "1" })], ...replaced).resources, [
    resource("a", { id: "2" }),
    resource("a", { id: "1", delete: true }),
  ]);
  const deleted = entry(success, 2, { removeOld: 0 });
  assert.deepEqual(after([resource("a", { id: "1" })], ...replaced, deleted).resources, [
    resource("a", { id: "2" }),
  ]);
});

Deno.test("Journal marks, changes and drops what this run itself made", () => {
  const first = made(1, resource("a"));
  const changes: [JournalEntry, JournaledResource[]][] = [
    [entry(success, 2, { removeNew: 1 }), []],
    [entry(success, 2, { deleteNew: 1 }), [resource("a", { delete: true })]],
    [entry(success, 2, { pendingReplacementNew: 1 }), [
      resource("a", { pendingReplacement: true }),
    ]],
    [entry(outputs, 2, { removeNew: 1, state: resource("a", { outputs: { x: 1 } }) }), [
      resource("a", { outputs: { x: 1 } }),
    ]],
  ];
  for (const [change, expected] of changes) {
    assert.deepEqual(after([], first, change).resources, expected);
  }
});

Deno.test("Journal takes over what a refresh found, and lets nothing depend on what is gone", () => {
  const base = [
    resource("parent"),
    resource("gone", { parent: "parent" }),
    resource("child", {
      parent: "gone",
      dependencies: ["gone", "parent"],
      propertyDependencies: { name: ["gone"], other: ["parent"] },
      deletedWith: "gone",
      replaceWith: ["gone"],
    }),
  ];
  const { resources } = after(
    base,
    entry(refreshSuccess, 1, { removeOld: 1 }),
    entry(refreshSuccess, 2, { removeOld: 0, state: resource("parent", { id: "seen" }) }),
  );
  assert.deepEqual(JSON.parse(JSON.stringify(resources)), [
    resource("parent", { id: "seen" }),
    resource("child", {
      dependencies: ["parent"],
      propertyDependencies: { name: [], other: ["parent"] },
      replaceWith: [],
    }),
  ]);
});

Deno.test("Journal counts anew from a rebuilt base, and from one that is written", () => {
  const rebuilt = after(
    [resource("a"), resource("b")],
    entry(refreshSuccess, 1, { removeOld: 0 }),
    entry(rebuiltBase, 0),
    entry(success, 1, { removeOld: 0 }),
    made(2, resource("c")),
  );
  assert.deepEqual(urnsOf(rebuilt), ["c"]);
  const newSnapshot = { resources: [resource("d")] };
  assert.deepEqual(urnsOf(after([resource("a")], entry(write, 0, { newSnapshot }))), ["d"]);
});

Deno.test("Journal keeps how secrets are encrypted, and not where in the engine's source a resource is from", () => {
  const secrets = { type: "passphrase", state: { salt: "v1:…" } };
  const journal = after(
    [],
    entry(secretsProvider, 0, { secretsProvider: secrets }),
    made(1, resource("a", { sourcePosition: "project:///x.go#1", stackTrace: [] })),
  );
  assert.deepEqual(journal.secrets_providers, secrets);
  assert.deepEqual(journal.resources, [resource("a")]);
});

Deno.test("Journal refuses what it does not know", () => {
  const journal = new Journal(undefined);
  assert.throws(() => journal.add(entry(10, 1)), /kind 10/);
  assert.throws(() => journal.add({ ...entry(begin, 1), version: 2 }), /version 2/);
});

Deno.test("readJournaled() finds all that was answered, wherever the process died", async () => {
  const folder = await Deno.makeTempDir();
  const file = join(folder, "stack.json");
  const empty = { version: 3, checkpoint: { stack: "organization/panka/x" } };
  await Deno.writeTextFile(file, JSON.stringify(empty));
  const open = await JournaledCheckpoint.open(file);
  const steps = Array.from({ length: 20 }, (_, i) => made(i + 1, resource(`r${i}`)));
  const sizes: number[] = [];
  for (const step of steps) {
    open.add([step]);
    assert.deepEqual(await readJournaled(file), open.bytes());
    sizes.push((await Deno.stat(`${file}.journal`)).size);
  }
  const whole = await Deno.readFile(`${file}.journal`);
  for (let cut = 0; cut < whole.length; cut += 7) {
    await Deno.writeFile(`${file}.journal`, whole.subarray(0, cut));
    const { checkpoint } = JSON.parse(new TextDecoder().decode(await readJournaled(file)));
    assert.equal(
      checkpoint.latest?.resources.length ?? 0,
      sizes.filter((size) => size <= cut).length,
    );
  }
  const bytes = open.bytes();
  await open.close();
  assert.deepEqual(await Deno.readFile(file), bytes);
  assert.deepEqual(await readJournaled(file), bytes);
  // Killed after the checkpoint was saved, with the journal still there.
  await Deno.writeFile(`${file}.journal`, whole);
  assert.deepEqual(await readJournaled(file), bytes);
  await Deno.remove(`${file}.journal`);
  assert.deepEqual(Array.from(Deno.readDirSync(folder)).map(({ name }) => name), ["stack.json"]);
  await Deno.remove(folder, { recursive: true });
});
