import assert from "node:assert/strict";
import type { EngineEvent as PulumiEvent } from "@pulumi/pulumi/automation/events.d.ts";
import { PreviewedChanges } from "../../../src/engine/pulumi/changes.ts";
import { readEventLog } from "../../../src/engine/pulumi/event_log.ts";
import { translateEvent } from "../../../src/engine/pulumi/events.ts";

const urn = (type: string, name: string) => `urn:pulumi:shop-dev::panka::${type}::${name}`;
const TABLE = "aws:dynamodb/table:Table";

function step(op: string, more: Record<string, unknown> = {}, type = TABLE): PulumiEvent {
  const metadata = { op, urn: urn(type, "shop/orders/table"), type, provider: "", ...more };
  return { sequence: 1, timestamp: 1, resourcePreEvent: { metadata } } as unknown as PulumiEvent;
}

const diagnostic = (fields: Record<string, unknown>): PulumiEvent =>
  ({ sequence: 1, timestamp: 1, diagnosticEvent: { color: "never", ...fields } }) as PulumiEvent;

Deno.test("translateEvent() tells of steps by resource key, and calls both halves of a replacement so", () => {
  const operationOf = (op: string) => {
    const event = translateEvent(step(op), 5);
    return event?.type === "resource" ? event.operation : undefined;
  };
  assert.deepEqual(translateEvent(step("create"), 5), {
    type: "resource",
    status: "started",
    at: 5,
    key: "shop/orders/table",
    resourceType: TABLE,
    operation: "create",
  });
  assert.deepEqual(
    ["update", "delete", "create-replacement", "delete-replaced", "refresh", "same"].map(
      operationOf,
    ),
    ["update", "delete", "replace", "replace", "read", "same"],
  );
  assert.equal(operationOf("replace"), undefined);
  assert.equal(operationOf("remove-pending-replace"), undefined);
});

Deno.test("translateEvent() says nothing of Pulumi's own resources", () => {
  for (const type of ["pulumi:pulumi:Stack", "pulumi:providers:aws"]) {
    assert.equal(translateEvent(step("create", { urn: urn(type, "x") }, type), 0), undefined);
  }
});

Deno.test("translateEvent() tells errors and warnings plainly, and neither debug nor passing ones", () => {
  const message = "<{%fg 1%}>creating table: denied<{%reset%}>\n\n";
  assert.deepEqual(
    translateEvent(
      diagnostic({ severity: "error", urn: urn(TABLE, "shop/orders/table"), message }),
      1,
    ),
    {
      type: "diagnostic",
      at: 1,
      severity: "error",
      key: "shop/orders/table",
      message: "creating table: denied",
    },
  );
  for (
    const quiet of [
      { severity: "debug", message },
      { severity: "info#err", message },
      { severity: "warning", message, ephemeral: true },
      { severity: "error", message: " \n" },
    ]
  ) assert.equal(translateEvent(diagnostic(quiet), 1), undefined);
});

Deno.test("PreviewedChanges gives each resource once, with what differs and what forces a replacement", () => {
  const changes = new PreviewedChanges();
  const detailedDiff = {
    "hashKey": { diffKind: "update-replace", inputDiff: true },
    "tags.team": { diffKind: "add", inputDiff: true },
    "__meta": { diffKind: "update", inputDiff: true },
  };
  for (const op of ["create-replacement", "replace", "delete-replaced"]) {
    changes.add(step(op, { detailedDiff, keys: ["hashKey"] }));
  }
  changes.add(step("same", {}, "aws:sqs/queue:Queue"));
  assert.deepEqual(changes.all(), [{
    key: "shop/orders/table",
    type: TABLE,
    operation: "replace",
    properties: ["hashKey", "tags.team"],
    replacedBy: ["hashKey"],
  }]);
});

Deno.test("PreviewedChanges falls back on plain lists of properties", () => {
  const changes = new PreviewedChanges();
  changes.add(step("update", { diffs: ["tags", "__defaults"], detailedDiff: null }));
  assert.deepEqual(changes.all()[0]!.properties, ["tags"]);
});

Deno.test("PreviewedChanges takes a key whose type changes for one replacement", () => {
  const changes = new PreviewedChanges();
  changes.add(step("delete"));
  changes.add(step("create", {}, "aws:sqs/queue:Queue"));
  assert.deepEqual(changes.all().map((c) => [c.operation, c.type, c.replacedBy]), [
    ["replace", "aws:sqs/queue:Queue", ["type"]],
  ]);
});

Deno.test("readEventLog() tells of each line once, as soon as it is whole", async () => {
  const path = await Deno.makeTempFile();
  await Deno.remove(path);
  const seen: number[] = [];
  const log = readEventLog(path, (event) => seen.push(event.sequence));
  await log.poll();
  assert.deepEqual(seen, []);
  const append = (text: string | Uint8Array) =>
    typeof text === "string"
      ? Deno.writeTextFile(path, text, { append: true })
      : Deno.writeFile(path, text, { append: true });
  const ümlaut = new TextEncoder().encode(`{"sequence":2,"x":"ü"}\n{"sequ`);
  await append(`{"sequence":1}\n`);
  await append(ümlaut.subarray(0, 19));
  await log.poll();
  assert.deepEqual(seen, [1]);
  await append(ümlaut.subarray(19));
  await log.poll();
  assert.deepEqual(seen, [1, 2]);
  await append(`ence":3}\n`);
  await log.poll();
  await log.poll();
  assert.deepEqual(seen, [1, 2, 3]);
  log.close();
  await Deno.remove(path);
});
