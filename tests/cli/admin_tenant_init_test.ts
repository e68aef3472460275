import assert from "node:assert/strict";
import { encryption } from "../../src/aws/backend/documents.ts";
import { S3Bucket } from "../../src/aws/s3_bucket.ts";
import { readTenantRole } from "../../src/tenant/iam/operations.ts";
import { parseToken } from "../../src/tenant/credential.ts";
import { type AdminPlace, adminTests, type Document } from "./admin_place.ts";
import { clientOf } from "../aws/real_world.ts";
import { withEnvironment } from "../faults/aws_place.ts";
import { startIamProxy } from "../iam/proxy.ts";
import { ENTER } from "./prompting.ts";
import { golden, runIn } from "./test_world.ts";

const onAws = await adminTests();

const stored = async ({ store }: AdminPlace) =>
  (await Promise.all(
    (await store.list("")).map(async (key) =>
      new TextDecoder().decode((await store.get(key))!.body)
    ),
  )).join("\n");
const plain = (place: AdminPlace, text: string) => text.replaceAll(place.bucket, "BUCKET");
const config = (name: string, spec = "{}") =>
  `apiVersion: admin.panka.io/v1\nkind: TenantConfig\nmetadata: {name: ${name}}\nspec: ${spec}\n`;

onAws("admin tenant init makes a tenant by answers and shows its token once", async (place) => {
  const world = place.asking([
    [/Name/, "payments", ENTER],
    [/Whom/, "#payments", ENTER],
    [/region/, ENTER],
    [/Addresses/, ENTER],
  ]);
  const { code, stdout, stderr } = await runIn(
    world,
    "admin",
    "tenant",
    "init",
    "--color",
    "never",
  );
  assert.equal(code, 0, stderr);
  assert.equal(world.open(), 0);
  const token = await parseToken(stdout);
  assert.ok(token, stdout);
  golden("admin_tenant_init", plain(place, stdout + stderr));
  const everything = await stored(place) + stderr + world.asked() + JSON.stringify(world.tree);
  assert.ok(!everything.includes(token.text.split("_")[2]!));
  const role = await readTenantRole(place, "payments");
  assert.deepEqual(role!.tokens.map(({ id }) => id), [token.id]);

  golden("admin_tenant_list", (await place.run("list")).stdout);
  golden("admin_tenant_show", (await place.run("show", "payments")).stdout);
  const { document } = await place.json("show", "payments");
  assert.equal(document.config.networking.vpc.cidrBlock, "10.1.0.0/16");
  assert.equal(document.contact, "#payments");
  assert.deepEqual(
    document.credentials.map(({ id, pending }: { id: string; pending: unknown }) => [id, pending]),
    [
      [token.id, undefined],
    ],
  );
  const [act] = await place.audit();
  assert.equal(act.user, "ada");
  assert.equal(act.command, "panka admin tenant init payments");
  assert.equal(act.details.tenant, "payments");
  assert.match(act.details.identity, /^arn:aws:/);
});

onAws("admin tenant init writes nothing in a dry run, and prints IAM documents", async (place) => {
  const dry = await place.run("init", "dry-team", "--dry-run", "--cidr", "10.9.0.0/16");
  assert.equal(dry.code, 0, dry.stderr);
  golden(
    "admin_tenant_init_dry_run",
    plain(place, dry.stdout.replace(/^CreatePolicy.*\n/gm, "") + dry.stderr),
  );
  const iam = await place.run("init", "dry-team", "--print-iam");
  const [printed] = JSON.parse(iam.stdout).tenants;
  assert.equal(printed.role.name, "panka-tenant-dry-team");
  assert.ok(printed.policies["panka-tenant-guard"].Statement.length > 0);
  assert.deepEqual(await place.store.list(""), []);
  assert.equal(await place.iam.getRole("panka-tenant-dry-team"), undefined);

  // What the bucket is encrypted with, a tenant must be allowed to use.
  const key = "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555";
  await new S3Bucket(clientOf(place.url), place.bucket).put("encryption", encryption(key));
  const encrypted = await place.run("init", "dry-team", "--print-iam");
  const [{ policies }] = JSON.parse(encrypted.stdout).tenants;
  assert.ok(JSON.stringify(policies["panka-tenant-state"]).includes(key));
  assert.ok(!iam.stdout.includes(key));
});

onAws("admin tenant init refuses what can't be, before anything is written", async (place) => {
  assert.equal((await place.run("init", "core", "--cidr", "10.1.0.0/16")).code, 0);
  const before = await stored(place);
  const cases: [string[], number, RegExp][] = [
    [["init"], 64, /no tenant is named/],
    [["init", "Core"], 64, /can't be the name of a tenant/],
    [["init", "core"], 1, /there is a tenant "core" already/],
    [["init", "core-data"], 1, /could be taken for tenant "core"/],
    [["init", "x", "--cidr", "10.1.128.0/20"], 1, /overlaps 10\.1\.0\.0\/16 of tenant "core"/],
    [["init", "x", "--cidr", "10.2.0.1/16"], 1, /is not the first address/],
    [
      ["init", "x", "--principal", "arn:aws:sts::111122223333:assumed-role/ci/me"],
      1,
      /Name a user/,
    ],
    [["init", "x", "--config", "none.yaml"], 64, /no file "none.yaml"/],
    [["init", "x", "--tenant", "core"], 64, /--tenant is not for/],
    [["show", "nobody"], 1, /there is no tenant "nobody"/],
  ];
  for (const [args, code, said] of cases) {
    const result = await place.run(...args);
    assert.equal(result.code, code, `${args}: ${result.stderr}`);
    assert.match(result.stderr, said);
  }
  assert.equal(await stored(place), before);
});

onAws(
  "admin tenant init takes a document as it is written, and keeps the token in a file",
  async (place) => {
    const text = "# Ours.\n" + config("docs", "{contact: me} # so far");
    const world = place.world({ files: { "docs.yaml": text } });
    const { code, stdout, stderr } = await runIn(
      world,
      ...["admin", "tenant", "init", "--config", "docs.yaml", "--token-file", "token"],
    );
    assert.equal(code, 0, stderr);
    assert.equal(stdout, "");
    assert.ok(await parseToken(String(world.tree.token)));
    const kept = await place.store.get("tenants/docs/tenant.yaml");
    assert.equal(new TextDecoder().decode(kept!.body), text);
    const again = await runIn(world, "admin", "tenant", "init", "b", "--token-file", "token");
    assert.equal(again.code, 64);
  },
);

onAws(
  "admin tenant init makes a batch only when all of it is right, and goes on after a crash",
  async (place) => {
    const bad = [config("one"), config("one-b"), config("two", "{limits: {maxStacks: -1}}")];
    const run = (text: string, ...more: string[]) =>
      runIn(
        place.world({ files: { "all.yaml": text } }),
        ...["admin", "tenant", "init", "--batch", "all.yaml", ...more],
      );
    const invalid = await run(bad.join("---\n"));
    assert.equal(invalid.code, 1);
    assert.match(invalid.stderr, /all\.yaml:14:/);
    const refused = await run(bad.slice(0, 2).join("---\n"));
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /"one-b" could be taken for tenant "one"/);
    assert.deepEqual(await place.store.list(""), []);

    const one = config("one", '{networking: {vpc: {cidrBlock: "10.4.0.0/16"}}}');
    const first = await run(one);
    assert.equal(first.code, 0, first.stderr);
    const both = await run([one, config("three")].join("---\n"));
    assert.equal(both.code, 0, both.stderr);
    golden(
      "admin_tenant_init_batch",
      both.stderr.replace(/^ +✓.*\n/gm, "").replace(/token \S{10}/, "token ID"),
    );
    const again = await run([one, config("three")].join("---\n"), "-o", "json");
    assert.deepEqual(
      JSON.parse(again.stdout).tenants.map((t: { outcome: string }) => t.outcome),
      ["there-already", "there-already"],
    );
  },
);

onAws(
  "admin tenant init says what to do where AWS stops it, and goes on with what was said at first",
  async (place) => {
    await using proxy = startIamProxy({
      upstream: place.url,
      principals: [{
        accessKeyId: "AKIASTATEONLY",
        arn: "arn:aws:iam::000000000000:user/ada",
        policies: [{
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
        }],
      }],
    });
    const env = { AWS_ENDPOINT_URL: proxy.url, AWS_ACCESS_KEY_ID: "AKIASTATEONLY" };
    await withEnvironment(env, async () => {
      const stopped = await place.run("init", "half", "--contact", "#half");
      assert.equal(stopped.code, 4, stopped.stderr);
      assert.match(stopped.stderr, /run it again[^]*error\[access-denied\].*iam:GetRole/);
    });
    const { code, stderr } = await place.run("init", "half");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /half was begun before/);
    assert.equal((await place.json("show", "half")).document.config.contact, "#half");
    assert.equal((await place.json("list")).document.tenants[0].status, "active");
  },
);

onAws("a batch goes on where AWS refuses one of its tenants, and ends with that", async (place) => {
  const refused = "arn:aws:iam::*:role/panka-platform/panka-tenant-second";
  await using proxy = startIamProxy({
    upstream: place.url,
    principals: [{
      accessKeyId: "AKIAPLATFORM",
      arn: "arn:aws:iam::000000000000:user/ada",
      policies: [{
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Action: "*", Resource: "*" },
          { Effect: "Deny", Action: "iam:CreateRole", Resource: refused },
        ],
      }],
    }],
  });
  const files = {
    "all.yaml": ["first", "second", "third"].map((name) => config(name)).join("---\n"),
  };
  const batch = ["admin", "tenant", "init", "--batch", "all.yaml", "--token-file", "tokens"];
  await withEnvironment({
    AWS_ENDPOINT_URL: proxy.url,
    AWS_ACCESS_KEY_ID: "AKIAPLATFORM",
  }, async () => {
    const world = place.world({ files });
    const { code, stdout, stderr } = await runIn(world, ...batch);
    assert.equal(code, 4, stderr);
    assert.equal(stdout, "");
    golden(
      "admin_tenant_init_refused",
      stderr.replace(/^ +✓.*\n/gm, "").replace(/token \w{10}/g, "token ID"),
    );
    assert.deepEqual(
      String(world.tree.tokens).trim().split("\n").map((line) => line.split("\t")[0]),
      ["first", "third"],
    );
  });
  // Where it is allowed, the same again makes the rest.
  const world = place.world({ files });
  const { code, stdout } = await runIn(world, ...batch.slice(0, 5), "-o", "json");
  assert.equal(code, 0);
  assert.deepEqual(
    JSON.parse(stdout).tenants.map((one: Document) => [one.name, one.outcome]),
    [["second", "made"], ["first", "there-already"], ["third", "there-already"]],
  );
});
