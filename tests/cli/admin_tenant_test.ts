import assert from "node:assert/strict";
import { S3Bucket } from "../../src/aws/s3_bucket.ts";
import { xml } from "../../src/aws/xml.ts";
import { readTenantRole } from "../../src/tenant/iam/operations.ts";
import { clientOf } from "../aws/real_world.ts";
import { type AdminPlace, adminTests, type Document } from "./admin_place.ts";
import { Deployed } from "./deployed.ts";
import { ENTER } from "./prompting.ts";
import { golden, runIn } from "./test_world.ts";

const onAws = await adminTests();

const text = async ({ store }: AdminPlace, key: string) =>
  new TextDecoder().decode((await store.get(key))!.body);

/** Runs a command that must succeed. */
async function done(place: AdminPlace, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await place.run(...args);
  assert.equal(code, 0, `${args}: ${stderr}`);
  return (stdout + stderr).replaceAll(place.bucket, "BUCKET");
}

onAws(
  "admin tenant suspend and activate change role, document and registry, and say why",
  async (place) => {
    await done(place, "init", "quiet");
    const before = await text(place, "tenants/quiet/tenant.yaml");
    assert.equal((await place.run("suspend", "quiet", "--yes")).code, 64);
    assert.equal((await place.run("suspend", "quiet", "--reason", "x")).code, 64);
    const said = await done(place, "suspend", "quiet", "--yes", "--reason", "invoice: open");
    golden("admin_tenant_suspend", said);
    assert.equal((await readTenantRole(place, "quiet"))!.suspended, true);
    assert.match(
      await text(place, "tenants/quiet/tenant.yaml"),
      /panka.io\/suspended: "invoice: open"/,
    );
    const { document } = await place.json("show", "quiet");
    assert.deepEqual([document.status, document.reason], ["suspended", "invoice: open"]);

    golden("admin_tenant_activate", await done(place, "activate", "quiet"));
    assert.equal((await readTenantRole(place, "quiet"))!.suspended, false);
    assert.equal(await text(place, "tenants/quiet/tenant.yaml"), before);
    const acts = (await place.audit()).map((
      { command, result, reason },
    ) => [command, result, reason]);
    assert.deepEqual(acts, [
      ["panka admin tenant init quiet", "created", undefined],
      ["panka admin tenant suspend quiet", "suspended", "invoice: open"],
      ["panka admin tenant activate quiet", "activated", undefined],
    ]);
  },
);

onAws(
  "admin tenant suspend --workloads stops what the tenant deployed and nobody else's, until activate",
  async (place) => {
    await done(place, "init", "halt");
    for (const name of ["halt-api", "halt-job", "halts-api"]) {
      await place.iam.createRole({
        name,
        path: `/panka/${name.split("-")[0]}/`,
        trust: JSON.stringify({ Version: "2012-10-17", Statement: [] }),
        description: "",
        maxSessionDuration: 3600,
        tags: {},
      });
    }
    const stopped = async () => {
      const roles = await place.iam.rolesUnder("/panka/halt");
      const all = roles.map(async (role) =>
        (await place.iam.getInline(role, "panka-stopped")) ? [role] : []
      );
      return (await Promise.all(all)).flat().sort();
    };
    const because = ["--yes", "--reason", "broken into"];
    await done(place, "suspend", "halt", ...because);
    assert.deepEqual(await stopped(), []);
    golden("admin_tenant_stop", await done(place, "suspend", "halt", "--workloads", ...because));
    assert.deepEqual(await stopped(), ["halt-api", "halt-job"]);
    const { Statement } = JSON.parse((await place.iam.getInline("halt-api", "panka-stopped"))!);
    assert.deepEqual(Statement, [
      { Sid: "Stopped", Effect: "Deny", Action: "*", Resource: "*" },
    ]);
    assert.equal((await place.audit()).at(-1)!.details.stopped, 2);
    await done(place, "activate", "halt");
    assert.deepEqual(await stopped(), []);
  },
);

onAws(
  "admin tenant rotate keeps the old token for a time, and revokes when it is told to",
  async (place) => {
    const first = await place.json("init", "spin");
    const [{ credential: old }] = first.document.tenants;
    const said = await done(place, "rotate", "spin");
    golden("admin_tenant_rotate", said);
    const shown = (await place.json("show", "spin")).document;
    assert.deepEqual(
      shown.credentials.map((
        { generation, expires }: Document,
      ) => [generation, expires?.slice(0, 10)]),
      [[1, "2026-01-03"], [2, undefined]],
    );
    const third = await place.run("rotate", "spin");
    assert.equal(third.code, 1);
    assert.match(third.stderr, /wait until 2026-01-03T03:04:05/);

    const { document } = await place.json("rotate", "spin", "--revoke-now", "--expires", "90d");
    const [{ token, credential }] = document.tenants;
    assert.equal(credential.expires.slice(0, 10), "2026-04-02");
    const role = await readTenantRole(place, "spin");
    assert.deepEqual(role!.tokens.map(({ id }) => id), [credential.id]);
    assert.equal(
      role!.tokens[0]!.expiresAt,
      Math.floor(Date.parse(credential.expires) / 1000) * 1000,
    );
    assert.ok(role!.revokedBefore! > 0);
    const trail = JSON.stringify(await place.audit());
    assert.ok(trail.includes(credential.id) && trail.includes(old.id));
    assert.ok(!trail.includes(token.split("_")[2]));
  },
);

onAws("admin tenant delete archives, keeps a grace, and restore undoes it", async (place) => {
  await done(place, "init", "brief");
  const question = [[/delete brief/, "brief", ENTER] as const];
  const world = place.asking(question.map(([asked, ...keys]) => [asked, ...keys]));
  const args = ["admin", "tenant", "delete", "brief", "--reason", "dissolved", "--color", "never"];
  const deleted = await runIn(world, ...args);
  assert.equal(deleted.code, 0, deleted.stderr);
  assert.equal(world.open(), 0);
  golden(
    "admin_tenant_delete",
    deleted.stderr.replaceAll(place.bucket, "BUCKET").replace(/05\.\d+Z/, "05.000Z"),
  );
  const role = await readTenantRole(place, "brief");
  assert.ok(role!.loginDisabled && role!.revokedBefore);
  const archived = await place.store.list("archive/tenants/brief/");
  assert.deepEqual(archived.map((key) => key.split("/")[4]), ["credential.json", "tenant.yaml"]);
  for (const verb of ["suspend", "rotate", "update", "activate"]) {
    const more = verb === "update" ? ["--set", "contact=x"] : ["--reason", "x"];
    const yes = verb === "suspend" ? ["--yes"] : [];
    assert.equal((await place.run(verb, "brief", ...more, ...yes)).code, 1, verb);
  }
  const early = await place.run("delete", "brief", "--purge", "--yes", "--reason", "x");
  assert.equal(early.code, 1);
  assert.match(early.stderr, /can't be purged before 2026-02-01/);
  golden("admin_tenant_restore", await done(place, "restore", "brief"));
  assert.equal((await readTenantRole(place, "brief"))!.loginDisabled, false);
  assert.equal((await place.json("show", "brief")).document.status, "active");
});

onAws(
  "admin tenant delete --purge removes the role after the grace, and the name stays taken",
  async (place) => {
    await done(place, "init", "old", "--cidr", "10.77.0.0/16");
    await done(place, "delete", "old", "--yes", "--reason", "x");
    const late = place.world();
    const { clock } = late;
    late.clock = { ...clock, wall: () => clock.wall() + 31 * 24 * 3600 * 1000 };
    const args = ["admin", "tenant", "delete", "old", "--purge", "--yes", "--reason", "x"];
    const purged = await runIn(late, ...args);
    assert.equal(purged.code, 0, purged.stderr);
    assert.equal(await readTenantRole(place, "old"), undefined);
    assert.deepEqual((await place.json("list")).document.tenants, []);
    assert.equal((await place.json("list", "--all")).document.tenants[0].status, "purged");
    assert.equal((await place.run("init", "old")).code, 1);
    // Its addresses are free again.
    await done(place, "init", "fresh", "--cidr", "10.77.0.0/16");
  },
);

onAws(
  "admin tenant update keeps comments and refuses what is wrong before it writes",
  async (place) => {
    const config = (name: string, spec: string) =>
      `# All of it.\napiVersion: admin.panka.io/v1\nkind: TenantConfig\nmetadata:\n  name: ${name}\nspec:\n${spec}`;
    const file = config("sharp", "  contact: me # for now\n");
    const world = place.world({
      files: { "a.yaml": file, "b.yaml": config("blunt", "  contact: b\n") },
    });
    const run = async (code: number, ...args: string[]) => {
      const result = await runIn(world, "admin", "tenant", ...args);
      assert.equal(result.code, code, `${args}: ${result.stderr}`);
      return result;
    };
    await run(0, "init", "--config", "a.yaml");
    await run(0, "suspend", "sharp", "--yes", "--reason", "so");
    await run(0, "update", "sharp", "--set", "limits.maxStacks=3", "--set", "aws.region=eu-west-1");
    const written = await text(place, "tenants/sharp/tenant.yaml");
    assert.match(written, /^# All of it\.\n/);
    assert.match(written, /contact: me # for now\n/);
    assert.match(written, /maxStacks: 3\n/);
    const again = await run(0, "update", "sharp", "--set", "limits.maxStacks=3", "-o", "json");
    assert.equal(JSON.parse(again.stdout).changed, false);

    const refused = await run(1, "update", "sharp", "--set", "limits.maxStack=3");
    assert.match(refused.stderr, /maxStacks/);
    await run(1, "update", "sharp", "--set", "networking.vpc.cidrBlock=10.0.0.0/8");
    await run(64, "update", "sharp");
    await run(64, "update", "sharp", "--set", "limits");
    await run(64, "update", "sharp", "--config", "b.yaml");
    assert.equal(await text(place, "tenants/sharp/tenant.yaml"), written);

    // The whole replaced: that it is suspended stays said.
    await run(0, "update", "sharp", "--config", "a.yaml");
    assert.match(await text(place, "tenants/sharp/tenant.yaml"), /panka.io\/suspended: so/);
    await run(
      0,
      "update",
      "sharp",
      "--set",
      "contact=",
      "--set",
      "access.accounts=['111122223333']",
    );
    const shown = (await place.json("show", "sharp")).document;
    assert.equal(shown.contact, undefined);
    const trust = (await place.iam.getRole("panka-tenant-sharp"))!.trust;
    assert.match(trust, /arn:aws:iam::111122223333:root/);
  },
);

onAws("a bucket that keeps no versions is refused, with what turns them on", async (place) => {
  const s3 = new S3Bucket(clientOf(place.url), place.bucket);
  await s3.put("versioning", xml("VersioningConfiguration", [xml("Status", "Suspended")]));
  for (const line of [["init", "lost"], ["list"]]) {
    const { code, stderr } = await place.run(...line);
    assert.equal(code, 1, stderr);
    assert.match(stderr, /error\[no-versioning\]/);
    assert.match(stderr.replace(/\s+/g, " "), new RegExp(`create --bucket ${place.bucket} `));
  }
});

onAws("a registry that was deleted is not taken for an empty one", async (place) => {
  await done(place, "init", "kept");
  const object = `${place.url}/${place.bucket}/tenants.yaml`;
  await (await fetch(object, { method: "DELETE" })).body?.cancel();
  for (const line of [["list"], ["init", "kept"], ["init", "other"]]) {
    const { code, stderr } = await place.run(...line);
    assert.equal(code, 1, stderr);
    assert.match(stderr, /it was deleted: earlier versions are there/);
  }
});

onAws(
  "a damaged document keeps nobody from looking, suspending and putting another there",
  async (place) => {
    await done(place, "init", "torn");
    const key = "tenants/torn/tenant.yaml";
    await place.store.put(key, new TextEncoder().encode("kind: {\n"), "any");
    const shown = await place.run("show", "torn");
    assert.equal(shown.code, 0, shown.stderr);
    assert.match(shown.stdout, /damaged +"tenants\/torn\/tenant.yaml" is wrong/);
    const rotated = await place.run("rotate", "torn");
    assert.equal(rotated.code, 1);
    assert.match(rotated.stderr, /update torn --config FILE/);
    const set = await place.run("update", "torn", "--set", "limits.maxStacks=3");
    assert.equal(set.code, 1);
    assert.match(set.stderr, /error\[tenant-document\].*torn[^]*update torn --config FILE/);
    await done(place, "suspend", "torn", "--yes", "--reason", "torn");
    const file = "apiVersion: admin.panka.io/v1\nkind: TenantConfig\nmetadata: {name: torn}\n";
    const mended = await runIn(
      place.world({ files: { "torn.yaml": file } }),
      ...["admin", "tenant", "update", "torn", "--config", "torn.yaml"],
    );
    assert.equal(mended.code, 0, mended.stderr);
    assert.match(await text(place, key), /panka.io\/suspended: torn/);
  },
);

onAws(
  "admin tenant stats counts what is deployed, and delete names what is left",
  async (place) => {
    await done(place, "init", "busy");
    await done(place, "init", "idle");
    const address = { tenant: "busy", stack: "shop", environment: "dev" };
    const shop = new Deployed(place.store, place.table, address);
    await shop.deployTwice();
    golden("admin_tenant_stats", (await place.run("stats")).stdout);
    const stats = (await place.json("stats", "busy")).document.tenants;
    assert.deepEqual([stats.length, stats[0].components], [1, 3]);

    const torn = "tenants/busy/v1/stacks/torn/dev/state.json";
    await place.store.put(torn, new TextEncoder().encode("{"), "absent");
    const damaged = await place.run("stats");
    assert.equal(damaged.code, 1);
    assert.match(damaged.stdout, /busy +2 +2 +3 /);
    assert.match(damaged.stdout, /idle/);
    assert.match(damaged.stderr, /error\[state-unreadable\][^]*stacks\/torn\/dev/);
    const asJson = await place.json("stats");
    assert.deepEqual([asJson.code, asJson.document.diagnostics.length], [1, 1]);

    const remove = (...more: string[]) =>
      place.run("delete", "busy", "--yes", "--reason", "x", ...more);
    const session = await shop.open("run");
    const held = await remove("--abandon-stacks");
    assert.equal(held.code, 6, held.stderr);
    await session.release();
    const left = await remove();
    assert.equal(left.code, 5);
    assert.match(left.stderr, /shop\/dev: 3 components/);
    assert.match(left.stderr, /torn\/dev: nobody knows what/);
    assert.equal((await place.json("show", "busy")).document.status, "active");
    assert.equal((await remove("--abandon-stacks")).code, 0);
    const archived = await place.store.list("archive/");
    assert.ok(archived.some((key) => key.endsWith("/v1/stacks/shop/dev/state.json")));
  },
);
