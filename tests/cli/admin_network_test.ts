import assert from "node:assert/strict";
import { DirectoryStore } from "../../src/state/directory_store.ts";
import { tenantDocumentKey, tenantNetworkKey } from "../../src/state/paths.ts";
import { changeRegistry, readEntry, type TenantEntry } from "../../src/tenant/registry.ts";
import { realClock, realRandom } from "../aws/real_world.ts";
import { DeployPlace, exits, type Ran, summary } from "./deploy_place.ts";
import { type Answer, ENTER } from "./prompting.ts";
import { golden } from "./test_world.ts";

const STACK = `apiVersion: core.panka.io/v1
kind: Stack
metadata: {name: shop, tenant: acme}
spec:
  provider: {name: sandbox}
`;
const CACHE = `apiVersion: components.panka.io/v1
kind: ElastiCacheMemcached
metadata: {name: cache}
spec: {cluster: {nodeType: cache.t4g.micro, numNodes: 1}}
`;

/** A platform engineer's folder, in which a stack of the tenant is as well. */
class Platform {
  private constructor(readonly place: DeployPlace, readonly store: DirectoryStore) {}

  static async open(): Promise<Platform> {
    const place = await DeployPlace.open({
      "stack.yaml": STACK,
      "services/jobs/queue.yaml": "",
      "services/jobs/table.yaml": "",
      "services/jobs/worker.yaml": "",
      "services/jobs/cache.yaml": CACHE,
    });
    return new Platform(place, new DirectoryStore(`${place.folder}/.panka/sandbox/state`));
  }

  async configure(networking: string): Promise<void> {
    const text = `apiVersion: admin.panka.io/v1
kind: TenantConfig
metadata: {name: acme}
spec:
  aws: {region: eu-west-1, accountId: "123456789012"}
  defaultTags: {centre: "42"}
  networking: ${networking}
`;
    await this.store.put(tenantDocumentKey("acme"), new TextEncoder().encode(text), "any");
  }

  network(verb: string, ...args: string[]): Promise<Ran> {
    return this.place.runIn(
      this.place.world(),
      ...["admin", "network", verb, "acme", "--sandbox", ...args],
    );
  }

  async told(): Promise<Record<string, unknown> | undefined> {
    const found = await this.store.get(tenantNetworkKey("acme"));
    return found && JSON.parse(new TextDecoder().decode(found.body));
  }

  async settings(): Promise<Record<string, unknown>> {
    const found = await this.store.get("tenants/acme/v1/stacks/shop/dev/state.json");
    return JSON.parse(new TextDecoder().decode(found!.body)).units.stack.settings;
  }
}

function networkTest(name: string, body: (platform: Platform) => Promise<void>): void {
  Deno.test(name, async () => {
    const platform = await Platform.open();
    try {
      await body(platform);
    } finally {
      await platform.place.close();
    }
  });
}

const VPC = "{vpc: {cidrBlock: 10.20.0.0/16}}";
/** What differs from run to run. */
const steady = (text: string, { place }: Platform) =>
  text.replaceAll(place.folder, "FOLDER").replace(/in [\d.]+s/g, "in 0.0s")
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "2026-01-02 03:04:05")
    .replace(/last applied .*? ago/, "last applied 1m ago");

networkTest(
  "a tenant's network is planned, made, shown, told to its stacks and deleted",
  async (platform) => {
    await platform.configure(VPC);
    const { place } = platform;
    const planned = exits(await platform.network("plan"), 0);
    golden("admin-network-plan", steady(planned.stdout + planned.stderr, platform));
    const made = exits(await platform.network("apply", "--yes"), 0);
    golden("admin-network-apply", steady(made.stdout + made.stderr, platform));
    const told = await platform.told() as {
      existing: { vpcId: string; subnetIds: { public: string[]; private: string[] } };
    };
    assert.match(told.existing.vpcId, /^vpc-/);
    assert.equal(told.existing.subnetIds.public.length, 2);
    assert.equal(told.existing.subnetIds.private.length, 2);
    const { resources } = JSON.parse(place.read(".panka/sandbox/cloud-acme.json"));
    const tags = JSON.stringify(resources).match(/"panka:tenant":"acme"/g) ?? [];
    assert.ok(tags.length > 8, `${tags.length}`);
    exits(await platform.network("plan", "--detailed-exitcode"), 0);

    exits(await place.panka("apply", "--yes"), 0);
    assert.deepEqual((await platform.settings()).networking, { existing: told.existing });
    const shown = exits(await platform.network("show"), 0);
    golden("admin-network-show", steady(shown.stdout + shown.stderr, platform));
    const json = JSON.parse(exits(await platform.network("show", "-o", "json"), 0).stdout);
    assert.equal(json.schema, "panka/admin-network@1");
    assert.deepEqual(json.stacks.map((one: { stack: string }) => one.stack), ["shop"]);

    const refused = exits(await platform.network("destroy", "--yes"), 5);
    golden("admin-network-in-use", steady(refused.stderr, platform));
    exits(await place.panka("destroy", "--yes"), 0);
    exits(await platform.network("destroy", "--yes"), 0);
    assert.equal((await platform.told())!.removed, true);
    assert.match(exits(await platform.network("show"), 0).stdout, /has no network yet/);
    assert.match(
      exits(await place.panka("plan"), 1).stderr,
      /network of tenant "acme" is not made yet/,
    );
  },
);

networkTest(
  "a change of the network is told to stacks, and rolled back for them as well",
  async (platform) => {
    const one =
      "{vpc: {cidrBlock: 10.20.0.0/16}, subnets: {private: [eu-west-1a, eu-west-1b]}, natGateway: {enabled: false}}";
    await platform.configure(one);
    const { place } = platform;
    exits(await platform.network("apply", "--yes"), 0);
    exits(await place.panka("apply", "--yes"), 0);
    await platform.configure(one.replace("eu-west-1b]", "eu-west-1b, eu-west-1c]"));
    const subnets = async () =>
      ((await platform.told())!.existing as { subnetIds: { private: string[] } }).subnetIds.private;
    const before = await subnets();
    exits(await platform.network("apply", "--yes"), 0);
    assert.deepEqual((await subnets()).slice(0, 2), before);
    assert.equal((await subnets()).length, 3);
    exits(await place.panka("plan", "--detailed-exitcode"), 2);
    exits(await platform.network("rollback", "--yes"), 0);
    assert.deepEqual(await subnets(), before);
    exits(await place.panka("plan", "--detailed-exitcode"), 0);
  },
);

networkTest(
  "a subnet that goes is first left by the stacks in it",
  async (platform) => {
    const three =
      "{vpc: {cidrBlock: 10.20.0.0/16}, subnets: {private: [eu-west-1a, eu-west-1b, eu-west-1c]}, natGateway: {enabled: false}}";
    await platform.configure(three);
    const { place } = platform;
    const subnets = async () =>
      ((await platform.told())!.existing as { subnetIds: { private: string[] } }).subnetIds.private;
    exits(await platform.network("apply", "--yes"), 0);
    const [a, b, c] = await subnets();
    exits(await place.panka("apply", "--yes"), 0);
    await platform.configure(three.replace(", eu-west-1c", ""));
    const refused = exits(await platform.network("apply", "--yes"), 5);
    assert.match(refused.stderr, new RegExp(`${c} can't go: 1 stack of acme may be there`));
    assert.match(refused.stderr, /deploy them, then run this again/);
    assert.deepEqual(await subnets(), [a, b]);
    exits(await place.panka("apply", "--yes"), 0);
    exits(await platform.network("apply", "--yes"), 0);
    assert.deepEqual(await subnets(), [a, b]);
    exits(await place.panka("plan", "--detailed-exitcode"), 0);

    // Going back to three and then to two again asks the same.
    exits(await platform.network("rollback", "--yes"), 0);
    exits(await place.panka("apply", "--yes"), 0);
    assert.match(exits(await platform.network("rollback", "--yes"), 5).stderr, /can't go: 1 stack/);
    exits(await place.panka("apply", "--yes"), 0);
    exits(await platform.network("rollback", "--yes"), 0);
    await platform.configure(three.replace("eu-west-1a, eu-west-1b, eu-west-1c", "eu-west-1d"));
    const none = exits(await platform.network("apply", "--yes"), 5);
    assert.match(none.stderr, /first add subnets/);
    assert.deepEqual(await subnets(), [a, b]);
  },
);

networkTest(
  "a plan that would replace the VPC under a stack is refused, unless that is forced with a reason",
  async (platform) => {
    await platform.configure(VPC);
    exits(await platform.network("apply", "--yes"), 0);
    exits(await platform.place.panka("apply", "--yes"), 0);
    await platform.configure("{vpc: {cidrBlock: 10.30.0.0/16}}");
    assert.match(
      exits(await platform.network("plan"), 0).stderr,
      /refuses this while stacks stand in what goes: shop in dev/,
    );
    exits(await platform.network("apply", "--yes"), 5);
    exits(await platform.network("apply", "--yes", "--force"), 64);
    exits(await platform.network("apply", "--yes", "--force", "--reason", "moved by hand"), 0);
    const keys = await platform.store.list("audit/");
    const records = await Promise.all(
      keys.map(async (key) =>
        JSON.parse(new TextDecoder().decode((await platform.store.get(key))!.body))
      ),
    );
    const audit = records.find(({ result }) => result === "forced");
    assert.equal(audit.reason, "moved by hand");
    assert.deepEqual(audit.details.stacks, ["shop in dev (1 component)"]);
  },
);

networkTest(
  "a stack whose state is damaged may be in the network: it is named, and the network stays",
  async (platform) => {
    await platform.configure(VPC);
    exits(await platform.network("apply", "--yes"), 0);
    const torn = "tenants/acme/v1/stacks/torn/dev/state.json";
    await platform.store.put(torn, new TextEncoder().encode("{"), "absent");
    const { stdout } = exits(await platform.network("show"), 0);
    assert.match(stdout, /torn in dev \(its state is damaged\)/);
    const { stderr } = exits(await platform.network("destroy", "--yes"), 5);
    assert.match(stderr, /torn in dev \(its state is damaged\)/);
  },
);

networkTest(
  "a run that ended before it told the stacks is made good by the next",
  async (platform) => {
    await platform.configure(VPC);
    const failed = await platform.network(
      "apply",
      "--yes",
      "--no-rollback",
      "--sandbox-fail",
      "network/vpc",
    );
    exits(failed, 11);
    assert.equal(await platform.told(), undefined);
    exits(await platform.network("apply", "--yes"), 0);
    const told = await platform.told();
    assert.ok(told?.existing);
    // As if it had been killed before the last write, and as if somebody had damaged it.
    const key = tenantNetworkKey("acme");
    const old = JSON.stringify({ ...told, serial: 1 });
    for (const text of [old, "{", "[]", "null", JSON.stringify({ ...told, existing: {} })]) {
      await platform.store.put(key, new TextEncoder().encode(text), "any");
      if (text !== old) {
        const wrong = exits(await platform.network("show"), 1);
        assert.match(wrong.stderr, /network.json" is wrong[^]*panka admin network apply acme/);
        const plan = exits(await platform.place.panka("plan"), 1);
        assert.match(plan.stderr, /network.json" is wrong[^]*panka admin network apply acme/);
      }
      const again = exits(await platform.network("apply", "--yes", "-o", "json"), 0);
      assert.equal(summary(again).outcome, "unchanged");
      assert.deepEqual(await platform.told(), told);
    }
  },
);

networkTest("no stack of anyone else's is recorded where networks are", async (platform) => {
  const { place } = platform;
  await platform.configure(VPC);
  exits(await platform.network("apply", "--yes"), 0);
  place.write("stack.yaml", STACK.replace("{name: shop, tenant: acme}", "{name: tenant-network}"));
  for (const verb of ["apply", "destroy"]) {
    const refused = exits(await place.panka(verb, "-e", "acme", "--yes"), 1);
    assert.match(refused.stderr, /can't be called "tenant-network"/);
  }
  exits(await platform.network("plan", "--detailed-exitcode"), 0);
});

networkTest(
  "a network that is there already is told to the stacks, and nothing is made",
  async (platform) => {
    await platform.configure("{existing: {vpcId: vpc-1, subnetIds: {private: [subnet-1]}}}");
    exits(await platform.network("plan"), 64);
    exits(await platform.network("apply"), 0);
    assert.deepEqual((await platform.told())!.existing, {
      vpcId: "vpc-1",
      subnetIds: { private: ["subnet-1"] },
    });
    assert.match(
      exits(await platform.network("destroy", "--yes"), 1).stderr,
      /panka has made no network/,
    );
  },
);

networkTest(
  "a tenant that is to have no network, is not there or is misspelt is told so",
  async (platform) => {
    await platform.configure("{}");
    assert.match(
      exits(await platform.network("apply", "--yes"), 1).stderr,
      /has no network of its own/,
    );
    const none = await platform.place.runIn(
      platform.place.world(),
      "admin",
      "network",
      "plan",
      "other",
    );
    assert.match(exits(none, 1).stderr, /there is no tenant "other"/);
    const wrong = await platform.place.runIn(
      platform.place.world(),
      "admin",
      "network",
      "plan",
      "../x",
    );
    assert.equal(wrong.code, 64);
    assert.equal((await platform.network("show", "--tenant", "acme")).code, 64);
  },
);

networkTest(
  "a network takes no addresses that another tenant has, and keeps its own from others",
  async (platform) => {
    const registry = { store: platform.store, clock: realClock, random: realRandom };
    const entry = (name: string, more: Partial<TenantEntry> = {}): TenantEntry => ({
      name,
      created: "2026-01-02T03:04:05Z",
      since: "2026-01-02T03:04:05Z",
      status: "active",
      ...more,
    });
    await changeRegistry(
      registry,
      () => [entry("acme"), entry("other", { cidrBlock: "10.20.0.0/17" })],
    );
    await platform.configure(VPC);
    for (const verb of ["plan", "apply"]) {
      const refused = exits(await platform.network(verb), 1);
      assert.match(refused.stderr, /10.20.0.0\/16 overlaps 10.20.0.0\/17 of tenant "other"/);
      assert.match(refused.stderr, /10.1.0.0\/16 is free/);
    }
    await platform.configure("{vpc: {cidrBlock: 10.21.0.0/16}}");
    exits(await platform.network("plan"), 0);
    assert.equal((await readEntry(platform.store, "acme")).cidrBlock, undefined);
    exits(await platform.network("apply", "--yes"), 0);
    assert.equal((await readEntry(platform.store, "acme")).cidrBlock, "10.21.0.0/16");

    await changeRegistry(registry, (all) => all.map((one) => ({ ...one, status: "deleted" })));
    assert.match(
      exits(await platform.network("apply", "--yes"), 1).stderr,
      /tenant "acme" was deleted/,
    );
    exits(await platform.network("destroy", "--yes"), 0);
  },
);

networkTest(
  "a network is the platform's whatever tenant the environment names, and stays in its region whoever calls",
  async (platform) => {
    const { place, store } = platform;
    const text = `apiVersion: admin.panka.io/v1
kind: TenantConfig
metadata: {name: acme}
spec: {networking: ${VPC}}
`;
    await store.put(tenantDocumentKey("acme"), new TextEncoder().encode(text), "any");
    const asked = async (region: string, answers: Answer[] | undefined, ...args: string[]) => {
      const world = place.world(answers);
      const { env } = world;
      const settings: Record<string, string> = { PANKA_TENANT: "acme", AWS_REGION: region };
      world.env = (name) => settings[name] ?? env(name);
      return await place.runIn(world, "admin", "network", ...args, "acme", "--sandbox");
    };
    exits(await asked("eu-west-3", undefined, "apply", "--yes"), 0);
    assert.deepEqual(
      (await store.list("v1/stacks/")).filter((key) => key.endsWith("state.json")),
      ["v1/stacks/tenant-network/acme/state.json"],
    );
    assert.equal((await platform.told())!.region, "eu-west-3");
    exits(await asked("us-west-2", undefined, "plan", "--detailed-exitcode"), 0);
    // Stacks of a tenant without a region are where its network is.
    const shop = exits(await place.runIn(place.world(), "validate", place.folder), 0);
    assert.match(shop.stdout, /shop · dev · eu-west-3/);

    const moved = text.replace("spec: {", "spec: {aws: {region: us-east-1}, ");
    await store.put(tenantDocumentKey("acme"), new TextEncoder().encode(moved), "any");
    assert.match(
      exits(await asked("us-west-2", undefined, "apply", "--yes"), 1).stderr,
      /is in eu-west-3, and its tenant.yaml says us-east-1/,
    );
    const other = await asked("us-west-2", [[/type the tenant's name/, "acmf", ENTER]], "destroy");
    exits(other, 8);
    exits(await asked("us-west-2", [[/type the tenant's name/, "acme", ENTER]], "destroy"), 0);
  },
);
