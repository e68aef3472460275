import assert from "node:assert/strict";
import { S3Store } from "../../src/state/s3_store.ts";
import { awsTests } from "../faults/aws_place.ts";
import { golden, runIn, testWorld } from "./test_world.ts";

const onAws = await awsTests();

const create = (bucket: string, ...more: string[]) => [
  ...["backend", "create", "--bucket", bucket, "--table", `${bucket}-locks`],
  ...["--region", "us-east-1", ...more],
];

onAws(
  "backend create makes bucket and table, proves them, and says what to write where",
  async (place) => {
    const bucket = `${place.bucket}-new`;
    const first = await runIn(place.world(), ...create(bucket));
    assert.equal(first.code, 0, first.stderr);
    assert.equal(
      first.stdout,
      `backend:\n  type: s3\n  bucket: ${bucket}\n  table: ${bucket}-locks\n  region: us-east-1\n`,
    );
    for (
      const said of [
        "✓ CreateBucket",
        "✓ PutBucketVersioning",
        "✓ CreateTable",
        "✓ a test write",
        "✓ a test lock",
      ]
    ) {
      assert.ok(first.stderr.includes(said), `${said} in ${first.stderr}`);
    }
    assert.match(first.stderr, /next: put the lines above into \.panka\.yaml/);
    const again = await runIn(place.world(), ...create(bucket, "-o", "json"));
    const document = JSON.parse(again.stdout);
    assert.equal(again.stderr, "");
    assert.equal(document.schema, "panka/backend-create@1");
    assert.equal(document.made, 0);
    assert.deepEqual([
      ...new Set(document.calls.map(({ outcome }: { outcome: string }) => outcome)),
    ], ["unchanged"]);
    const store = new S3Store(place.s3, bucket);
    const audit = await Promise.all(
      (await store.list("audit/")).map(async (key) =>
        JSON.parse(new TextDecoder().decode((await store.get(key))!.body))
      ),
    );
    assert.deepEqual(audit.map(({ result, user, command }) => ({ result, user, command })), [
      {
        result: "created",
        user: "ada",
        command: `panka backend create --bucket ${bucket} --table ${bucket}-locks`,
      },
      {
        result: "unchanged",
        user: "ada",
        command: `panka backend create --bucket ${bucket} --table ${bucket}-locks`,
      },
    ]);
  },
);

onAws("backend create --dry-run prints the calls and makes none", async (place) => {
  place.proxy.seen.length = 0;
  const world = place.world({ columns: 100, terminal: true, env: { NO_COLOR: "1" } });
  const { code, stdout, stderr } = await runIn(world, ...create("acme-state", "--dry-run"));
  assert.equal(code, 0, stderr);
  golden("backend-create-dry-run", `${stdout}-- stderr\n${stderr}`);
  const json = await runIn(place.world(), ...create("acme-state", "--dry-run", "-o", "json"));
  assert.equal(JSON.parse(json.stdout).calls.length, 11);
  assert.deepEqual(place.proxy.seen, []);
});

onAws("backend create --write keeps all else in .panka.yaml", async (place) => {
  const bucket = `${place.bucket}-w`;
  const before = "# ours\ntenant: acme # the team\nbackend:\n  directory: old # gone\n";
  const world = place.world({ files: { ".panka.yaml": before } });
  const { code, stderr } = await runIn(world, ...create(bucket, "--write", "--tenant", "acme"));
  assert.equal(code, 0, stderr);
  assert.equal(
    String(world.tree[".panka.yaml"]),
    `# ours\ntenant: acme # the team\nbackend:\n  type: s3\n  bucket: ${bucket}\n  table: ${bucket}-locks\n  region: us-east-1\n`,
  );
  const store = new S3Store(place.s3, bucket);
  assert.equal((await store.list("tenants/acme/audit/")).length, 1);
});

onAws("backend create says no to names that can't be, before any request", async (place) => {
  place.proxy.seen.length = 0;
  const { code, stderr } = await runIn(place.world(), ...create("No_Bucket"));
  assert.equal(code, 1);
  assert.match(stderr, /Use 3 to 63 lower-case letters/);
  assert.deepEqual(place.proxy.seen, []);
});

onAws(
  "backend create exits 4 when AWS refuses, and goes on from there the next time",
  async (place) => {
    const bucket = `${place.bucket}-r`;
    place.proxy.rule(({ target }) =>
      target.includes("lifecycle")
        ? { kind: "answered", status: 403, body: "<Error><Code>AccessDenied</Code></Error>" }
        : undefined
    );
    const refused = await runIn(place.world(), ...create(bucket));
    assert.equal(refused.code, 4, refused.stderr);
    assert.match(
      refused.stderr.replace(/\s+/g, " "),
      /AWS does not allow s3:GetLifecycleConfiguration/,
    );
    place.proxy.rule(() => undefined);
    const again = await runIn(place.world(), ...create(bucket));
    assert.equal(again.code, 0, again.stderr);
    assert.match(again.stderr, /CreateBucket .* is so already/);
  },
);

Deno.test("backend create --help has examples", async () => {
  const { code, stdout } = await runIn(testWorld(), "backend", "create", "--help");
  assert.equal(code, 0);
  assert.match(stdout, /Examples:\n {2}panka backend create --bucket/);
});
