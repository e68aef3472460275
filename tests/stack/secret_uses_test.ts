import assert from "node:assert/strict";
import { findKind } from "../../src/kinds/registry.ts";
import { secretsOf } from "../../src/stack/secret_uses.ts";

const secrets = (kind: string, spec: Record<string, unknown>) =>
  secretsOf({ kind: findKind(kind)!, spec: spec as never });

Deno.test("secretsOf() finds the secrets of a container, each once and without the key", () => {
  assert.deepEqual(
    secrets("Worker", {
      image: { repository: "shop/key" },
      secrets: [
        { name: "a", secretRef: "shop/key#user", envVar: "A" },
        { name: "b", secretRef: "shop/key#password", envVar: "B" },
        { name: "c", secretRef: "shop/other", envVar: "C" },
      ],
    }),
    ["shop/key", "shop/other"],
  );
});

Deno.test("secretsOf() finds a database's password and a function's secrets", () => {
  assert.deepEqual(
    secrets("RDS", { database: { name: "app", passwordSecret: { ref: "shop/db" } } }),
    ["shop/db"],
  );
  assert.deepEqual(secrets("Lambda", { secrets: ["shop/one"] }), ["shop/one"]);
});

Deno.test("secretsOf() finds none where there is none", () => {
  assert.deepEqual(secrets("SQS", { visibilityTimeout: 30 }), []);
});
