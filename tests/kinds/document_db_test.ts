import assert from "node:assert/strict";
import { renderStack } from "../../src/planning/render_stack.ts";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

const db = (more: Record<string, unknown> = {}) =>
  component(
    "DocumentDB",
    "docs",
    JSON.stringify({
      instance: { class: "db.t4g.medium" },
      database: { username: "dbadmin" },
      ...more,
    }),
  );

Deno.test("DocumentDB renders a cluster of one instance that wants TLS", () => {
  snapshot("document-db-minimal", render([db()]).graph);
});

Deno.test("DocumentDB renders several instances, logs and a password that exists already", () => {
  const more = {
    instance: { class: "db.r6g.large", count: 2, storageType: "iopt1" },
    engine: { version: "5.0", parameters: { audit_logs: "enabled" } },
    database: { username: "dbadmin", passwordSecret: "live/docs", port: 27018 },
    monitoring: { logs: ["audit"] },
    encryption: { kmsKeyId: "alias/data", inTransit: false },
  };
  snapshot("document-db-full", render([db(more)], { environment: "live" }).graph);
});

Deno.test("DocumentDB lets components that refer to it read its secret", () => {
  const { stack } = load([db({ database: { username: "u", passwordSecret: "live/docs#pw" } })]);
  const { kind, spec } = stack!.components[0]!;
  const outputs = renderStack(stack!).graph.outputs["api/docs"]!;
  const arn = {
    $join: ["arn:aws:secretsmanager:eu-west-1:", "123456789012", ":", "secret:live/docs"],
  };
  assert.deepEqual(kind.access!(outputs, { via: "x", mode: "use" }, spec), [{
    actions: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
    resources: [arn, { $join: [arn, "-??????"] }],
  }]);
});

/** What is wrong → the errors that are reported. */
const refusals: [string, Record<string, unknown>, string[]][] = [
  [
    "a user name that it keeps for itself",
    { database: { username: "admin" } },
    ['wrong-value "admin" can\'t be the master user | set username: dbadmin'],
  ],
  [
    "a flat rate with a version that has none",
    { instance: { class: "db.r6g.large", storageType: "iopt1" }, engine: { version: "4.0.0" } },
    ['wrong-value "storageType: iopt1" needs version 5.0.0 or later | set storageType: standard'],
  ],
  [
    "TLS set in two places",
    { engine: { parameters: { tls: "disabled" } } },
    [
      'exclusive-fields "tls" is set by "encryption.inTransit" | remove "tls", and set encryption: {inTransit: false} to do without TLS',
    ],
  ],
  [
    "a window that is too short",
    { maintenance: { preferredWindow: "mon:04:00-mon:04:10" } },
    [
      'wrong-value "preferredWindow" must last at least 30 minutes, not 10 | end it half an hour after it begins, or later',
    ],
  ],
];

for (const [what, more, errors] of refusals) {
  Deno.test(`DocumentDB refuses ${what} and says how to mend it`, () => {
    assert.deepEqual(errorsOf(load([db(more)])), errors);
  });
}
