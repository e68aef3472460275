import assert from "node:assert/strict";
import { DirectoryTable } from "../../src/lock/directory_table.ts";
import { DirectoryStore } from "../../src/state/directory_store.ts";
import { Ssm } from "../../src/aws/ssm.ts";
import { filePassphrase } from "../../src/engine/pulumi/passphrase_file.ts";
import { clientOf } from "../aws/real_world.ts";
import { awsTests } from "../faults/aws_place.ts";
import { makeAwsBackend } from "../races/backend.ts";
import { Deployed } from "./deployed.ts";
import { runIn, type TestWorld } from "./test_world.ts";

const onAws = await awsTests("ssm");

async function history(world: TestWorld): Promise<unknown[]> {
  const { code, stdout, stderr } = await runIn(world, "history", "-o", "json");
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout).deployments;
}

const inFolder = (folder: string) => ({
  PANKA_BACKEND_TYPE: "directory",
  PANKA_BACKEND_DIRECTORY: folder,
  PANKA_BACKEND_BUCKET: "",
  PANKA_BACKEND_TABLE: "",
});

const migrate = (name: string, ...more: string[]) => [
  ...["backend", "migrate", "-e", "dev", "--bucket", name, "--table", name],
  ...["--region", "us-east-1", ...more],
];

onAws(
  "backend migrate moves a stack to another bucket, and the old place says where it is",
  async (place) => {
    const name = `${place.bucket}-next`;
    await makeAwsBackend(place.proxy.url, name);
    const before = await history(place.world());
    assert.equal(before.length, 2);
    const asked = await runIn(place.world(), ...migrate(name));
    assert.equal(asked.code, 64, asked.stderr);
    const moved = await runIn(place.world(), ...migrate(name, "--yes"));
    assert.equal(moved.code, 0, moved.stderr);
    assert.match(moved.stdout, new RegExp(`^backend:\n  type: s3\n  bucket: ${name}\n`));
    const env = { PANKA_BACKEND_BUCKET: name, PANKA_BACKEND_TABLE: name };
    assert.deepEqual(await history(place.world({ env })), before);
    for (const line of [["status"], migrate(name, "--yes"), ["destroy", "--yes"]]) {
      const { code, stderr } = await runIn(place.world(), ...line);
      assert.equal(code, 1, stderr);
      assert.match(stderr.replace(/\s+/g, " "), new RegExp(`was moved to s3://${name}`));
    }
    const held = await place.table.list("stack:");
    assert.deepEqual(held.map(({ owner }) => owner), [undefined]);
    const same = await runIn(place.world({ env }), ...migrate(name, "--yes"));
    assert.equal(same.code, 64);
    assert.match(same.stderr, /already/);
  },
);

onAws(
  "backend migrate moves a stack from a folder to S3, and nothing onto another's",
  async (place) => {
    const folder = await Deno.makeTempDir();
    try {
      const store = new DirectoryStore(`${folder}/state`);
      await new Deployed(store, new DirectoryTable(`${folder}/locks`)).deployTwice();
      const env = {
        PANKA_BACKEND_TYPE: "directory",
        PANKA_BACKEND_DIRECTORY: folder,
        PANKA_BACKEND_BUCKET: "",
        PANKA_BACKEND_TABLE: "",
      };
      const taken = await runIn(place.world({ env }), ...migrate(place.bucket, "--yes"));
      assert.equal(taken.code, 1, taken.stderr);
      assert.match(taken.stderr, /error\[target-taken\]/);
      const before = await history(place.world({ env }));
      const name = `${place.bucket}-first`;
      await makeAwsBackend(place.proxy.url, name);
      const moved = await runIn(place.world({ env }), ...migrate(name, "--yes", "-o", "json"));
      assert.equal(moved.code, 0, moved.stderr);
      const { schema, from, to, objects, versions } = JSON.parse(moved.stdout);
      assert.deepEqual([schema, from, to], [
        "panka/backend-migrate@1",
        `${folder}/state`,
        `s3://${name}`,
      ]);
      assert.ok(objects > 1 && versions > objects);
      const there = { PANKA_BACKEND_BUCKET: name, PANKA_BACKEND_TABLE: name };
      assert.deepEqual(await history(place.world({ env: there })), before);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);

onAws("backend migrate stops at Ctrl-C, and goes on when it is run again", async (place) => {
  const name = `${place.bucket}-stopped`;
  const there = await makeAwsBackend(place.proxy.url, name);
  if (there.kind !== "aws") throw new TypeError("not on AWS");
  const before = await history(place.world());
  const world = place.world();
  let interrupt = () => {};
  world.onInterrupt = (listener) => {
    interrupt = listener;
    return () => {};
  };
  let puts = 0;
  place.proxy.rule(({ method, target }) => {
    if (method === "PUT" && target.startsWith(`/${name}/`) && ++puts === 2) interrupt();
    return undefined;
  });
  const stopped = await runIn(world, ...migrate(name, "--yes"));
  assert.equal(stopped.code, 8, stopped.stderr);
  assert.match(stopped.stderr, /the state stays where it was/);
  assert.equal(puts, 2);
  assert.deepEqual(await history(place.world()), before);
  const { code, stderr } = await runIn(place.world(), ...migrate(name, "--yes"));
  assert.equal(code, 0, stderr);
});

/** What Pulumi deployed, with state in a folder. */
class DeployedForReal extends Deployed {
  override open(runId: string, options: Parameters<Deployed["open"]>[1] = {}) {
    return super.open(runId, { engine: "pulumi", ...options });
  }
}

onAws("backend migrate takes the engine's key along, and overwrites no other", async (place) => {
  const folder = await Deno.makeTempDir();
  const ssm = new Ssm(clientOf(place.proxy.url).with({ region: "eu-west-1" }));
  const parameter = "/panka/shop/dev/engine-key";
  try {
    const store = new DirectoryStore(`${folder}/state`);
    await new DeployedForReal(store, new DirectoryTable(`${folder}/locks`)).deployTwice();
    const key = await filePassphrase(`${folder}/engine-key`);
    const world = () => place.world({ env: inFolder(folder) });
    const name = `${place.bucket}-real`;
    await makeAwsBackend(place.proxy.url, name);
    assert.equal(await ssm.getParameter(parameter), undefined);
    const moved = await runIn(world(), ...migrate(name, "--yes"));
    assert.equal(moved.code, 0, moved.stderr);
    assert.equal(await ssm.getParameter(parameter), key);

    const other = await Deno.makeTempDir({ dir: folder });
    const theirs = new DirectoryStore(`${other}/state`);
    await new DeployedForReal(theirs, new DirectoryTable(`${other}/locks`)).deployTwice();
    const empty = `${place.bucket}-other`;
    await makeAwsBackend(place.proxy.url, empty);
    const refused = await runIn(place.world({ env: inFolder(other) }), ...migrate(empty, "--yes"));
    assert.equal(refused.code, 1, refused.stderr);
    assert.match(refused.stderr, /error\[other-key\]/);
    assert.equal(await ssm.getParameter(parameter), key);
    assert.equal((await history(place.world({ env: inFolder(other) }))).length, 2);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
