/** Uses this machine's keyring; run in a session of its own by keyring_test.ts. */
import assert from "node:assert/strict";
import { hostWorld } from "../../src/cli/host_world.ts";
import { keyringOf } from "../../src/cli/session_keeping/keyring.ts";

const keyring = keyringOf(hostWorld())!;
const long = "ü\"'\n".repeat(750);
assert.equal(await keyring.get("acme"), undefined);
assert.equal(await keyring.set("acme", long), true);
assert.equal(await keyring.set("beta", "other"), true);
assert.equal(await keyring.get("acme"), long);
assert.equal(await keyring.set("acme", "new"), true);
assert.equal(await keyring.get("acme"), "new");
await keyring.remove("acme");
assert.equal(await keyring.get("acme"), undefined);
assert.equal(await keyring.get("beta"), "other");
console.log("kept, replaced, forgotten");
