import assert from "node:assert/strict";
import { adminTests } from "./admin_place.ts";
import { runIn } from "./test_world.ts";

const onAws = await adminTests();
const PLACE = { PANKA_BACKEND_BUCKET: "", PANKA_BACKEND_TABLE: "" };

onAws(
  "admin login keeps where the state is and by which profile, and nothing secret; admin session says who acts",
  async (place) => {
    const world = place.world({ env: { ...PLACE } });
    const { bucket } = place;
    const before = await runIn(world, "admin", "tenant", "list");
    assert.equal(before.code, 1);
    assert.match(before.stderr, /fix: panka admin login --bucket NAME --table NAME/);

    const login = await runIn(world, "admin", "login", "--bucket", bucket, "--table", `${bucket}`);
    assert.equal(login.code, 0, login.stderr);
    assert.match(login.stderr, /✓ you act as arn:aws:iam::000000000000:/);
    const kept = String(world.tree["/home/ada/.config/panka/platform.json"]);
    assert.doesNotMatch(kept, /testtest|secret/i);

    const list = await runIn(world, "admin", "tenant", "list");
    assert.equal(list.code, 0, list.stderr);
    const session = await runIn(world, "admin", "session", "-o", "json");
    assert.equal(JSON.parse(session.stdout).bucket, bucket);
    assert.match((await runIn(world, "admin", "session")).stdout, /by admin login/);

    // What is said nearer counts.
    world.env =
      ((env) => (name: string) =>
        name === "PANKA_BACKEND_BUCKET" || name === "PANKA_BACKEND_TABLE" ? "nowhere" : env(name))(
          world.env,
        );
    assert.notEqual((await runIn(world, "admin", "tenant", "list")).code, 0);

    assert.match((await runIn(world, "admin", "logout")).stderr, /is forgotten here/);
    assert.equal(world.tree["/home/ada/.config/panka/platform.json"], undefined);
    assert.match((await runIn(world, "admin", "logout")).stderr, /nothing to end/);
  },
);

onAws("admin login keeps nothing where bucket or table can't be read", async (place) => {
  const world = place.world({ env: { ...PLACE } });
  const { bucket } = place;
  for (
    const [named, table, said] of [
      ["no-such", bucket, /no-such" does not exist/],
      [bucket, "no-such", /table does not exist/],
    ] as const
  ) {
    const args = ["admin", "login", "--bucket", named, "--table", table];
    const { code, stderr } = await runIn(world, ...args);
    assert.equal(code, 1);
    assert.match(stderr, said);
    assert.equal(world.tree["/home/ada/.config/panka/platform.json"], undefined);
  }
});
