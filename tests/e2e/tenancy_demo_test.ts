import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { e2eMissing } from "./panka.ts";

const missing = e2eMissing();
if (missing) console.log(`SKIPPED tests/e2e/tenancy_demo_test.ts: ${missing}`);

Deno.test({
  name:
    "make tenancy-demo comes to its end: two teams deploy beside each other, and neither reaches the other" +
    (missing ? ` (skipped: ${missing})` : ""),
  ignore: missing !== undefined,
}, async () => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", fileURLToPath(new URL("../../tools/tenancy_demo.ts", import.meta.url))],
    stdin: "null",
  }).output();
  const [said, noted] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  assert.equal(code, 0, said! + noted!);
  assert.match(said!, /403 AccessDenied/);
});
