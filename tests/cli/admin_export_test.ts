import assert from "node:assert/strict";
import { parse } from "yaml";
import { adminTests } from "./admin_place.ts";
import { runIn } from "./test_world.ts";

const onAws = await adminTests();

onAws(
  "admin export prints every tenant, the same twice, as YAML or JSON, and no token",
  async (place) => {
    const made = await place.json("init", "jade", "--contact", "#jade");
    const [{ token }] = made.document.tenants;
    assert.equal((await place.run("init", "onyx")).code, 0);
    const damaged = new TextEncoder().encode("kind: Nothing\n");
    await place.store.put("tenants/onyx/tenant.yaml", damaged, "any");
    const run = (...args: string[]) => runIn(place.world(), "admin", "export", ...args);
    const { code, stdout, stderr } = await run();
    assert.equal(code, 1, stderr);
    assert.match(stderr, /^2 tenants; .*\n.*can't be read of onyx/);
    assert.equal((await run()).stdout, stdout);
    const json = JSON.parse((await run("-o", "json")).stdout);
    assert.deepEqual(parse(stdout), json);
    assert.equal(json.backend.bucket, place.bucket);
    const [jade, onyx] = json.tenants;
    assert.deepEqual([jade.name, jade.config.contact, jade.credentials.length], [
      "jade",
      "#jade",
      1,
    ]);
    assert.deepEqual([onyx.name, onyx.config, typeof onyx.damage], ["onyx", null, "string"]);
    assert.ok(!(stdout + stderr).includes(token.split("_")[2]));
    assert.doesNotMatch(stdout, /externalId/i);
  },
);
