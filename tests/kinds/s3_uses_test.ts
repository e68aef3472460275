import assert from "node:assert/strict";
import { loadStack } from "../../src/stack/load.ts";
import { memoryFiles } from "../memory_files.ts";
import { component, errorsOf, load } from "./harness.ts";

const SECURITY =
  "apiVersion: infra.panka.io/v1\nkind: Security\nmetadata: { name: security }\nspec: { kmsKeyId: alias/shop }\n";
const TELLS = component("S3", "files", "notifications: [{ component: told }]");
const errors = (...components: string[]) => errorsOf(load(components)).map((e) => e.split(" | "));

Deno.test("S3 refuses to notify a topic with AWS's own key, and takes one with a key of the stack, its own or none", () => {
  const topic = (spec: string) => component("SNS", "told", spec);
  const [[summary, fix] = [], ...others] = errors(TELLS, topic(""));
  assert.deepEqual(others, []);
  assert.equal(
    summary,
    `refused S3 can't notify "api/told", which is encrypted with AWS's own key`,
  );
  assert.match(fix!, /encryption: \{enabled: false\}/);
  assert.deepEqual(errors(TELLS, topic("encryption: { enabled: false }")), []);
  assert.deepEqual(errors(TELLS, topic("encryption: { kmsKeyId: alias/events }")), []);
  assert.deepEqual(errors(SECURITY, TELLS, topic("")), []);
});

Deno.test("S3 refuses to notify what is fifo", () => {
  assert.deepEqual(errors(TELLS, component("SQS", "told", "type: fifo")), [
    [
      `fifo-subscriber S3 can't notify "api/told", which is fifo`,
      'set type: standard in "api/told"',
    ],
  ]);
  const topic = component("SNS", "told", "fifoTopic: true\nencryption: { enabled: false }");
  assert.deepEqual(errors(TELLS, topic)[0], [
    `fifo-subscriber S3 can't notify "api/told", which is fifo`,
    'set fifoTopic: false in "api/told"',
  ]);
});

Deno.test("S3 refuses a bucket for logs that takes none, and one for copies that keeps no versions", () => {
  const files = component(
    "S3",
    "files",
    "logging: other\nversioning: true\nreplication: { component: other }",
  );
  assert.deepEqual(errors(files, component("S3", "other", "")), [
    ['refused "api/other" takes no logs', 'add acceptLogs: true to "api/other"'],
    ['refused "api/other" takes no copies', 'add versioning: {enabled: true} to "api/other"'],
  ]);
  assert.deepEqual(
    errors(files, component("S3", "other", "acceptLogs: true\nversioning: true")),
    [],
  );
});

Deno.test("S3 refuses to take logs with a KMS key", () => {
  const bucket = component("S3", "logs", "acceptLogs: true\nencryption: { kmsKeyId: alias/logs }");
  assert.deepEqual(errors(bucket).map(([summary]) => summary), [
    `exclusive-fields "acceptLogs" needs S3's own keys`,
  ]);
});

Deno.test("S3 warns of a name that another account may have, where the stack names no account", () => {
  const codes = (provider: string, spec: string) => {
    const files = {
      "stack.yaml": `apiVersion: core.panka.io/v1\nkind: Stack\nmetadata: { name: shop }
spec: { provider: ${provider} }
---
apiVersion: core.panka.io/v1\nkind: Service\nmetadata: { name: api }
---
${component("S3", "files", spec)}`,
    };
    return loadStack(memoryFiles(files), { root: "." }).diagnostics.map(({ code }) => code);
  };
  assert.deepEqual(codes("{ region: eu-west-1 }", ""), ["common-name"]);
  assert.deepEqual(codes("{ region: eu-west-1 }", "bucket: { name: acme-files }"), []);
  assert.deepEqual(codes('{ region: eu-west-1, accountId: "123456789012" }', ""), []);
});
