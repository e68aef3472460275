import assert from "node:assert/strict";
import { Sessions } from "../../src/cli/session_keeping/sessions.ts";
import { DirectoryStore } from "../../src/state/directory_store.ts";
import { tenantDocumentKey, tenantNetworkKey } from "../../src/state/paths.ts";
import { encodeNetwork, type TenantNetwork } from "../../src/tenant/network.ts";
import { deployTest, exits } from "./deploy_place.ts";

const config = (spec = "") =>
  `apiVersion: admin.panka.io/v1
kind: TenantConfig
metadata: {name: acme}
spec:
  aws: {region: eu-west-3, accountId: "123456789012"}
  defaultTags: {centre: "42"}
${spec}`;
const network = (vpcId: string): TenantNetwork => ({
  region: "eu-west-3",
  existing: { vpcId, subnetIds: { private: ["subnet-a", "subnet-b"] } },
});
const CACHE = `apiVersion: components.panka.io/v1
kind: ElastiCacheMemcached
metadata: {name: cache}
spec: {cluster: {nodeType: cache.t4g.micro, numNodes: 1}}
`;
const files = {
  "stack.yaml": `apiVersion: core.panka.io/v1
kind: Stack
metadata: {name: shop, tenant: acme}
spec:
  provider: {name: sandbox}
`,
  "services/jobs/queue.yaml":
    "apiVersion: components.panka.io/v1\nkind: SQS\nmetadata: {name: queue}\n",
  "services/jobs/table.yaml": "",
  "services/jobs/worker.yaml": "",
  "services/jobs/cache.yaml": CACHE,
};
const put = (folder: string, key: string, body: string) =>
  new DirectoryStore(`${folder}/.panka/sandbox/state`).put(
    key,
    new TextEncoder().encode(body),
    "any",
  );

deployTest(
  "plan and apply put a stack into its tenant's network, region and tags; a change of the network is seen by the next plan",
  async (place) => {
    await put(place.folder, tenantDocumentKey("acme"), config());
    await put(place.folder, tenantNetworkKey("acme"), encodeNetwork("acme", network("vpc-1")));
    exits(await place.panka("apply", "--yes"), 0);
    const state = exits(await place.runIn(place.world(), "state", "pull", place.folder), 0);
    const settings = JSON.parse(state.stdout).units.stack.settings;
    assert.equal(settings.region, "eu-west-3");
    assert.equal(settings.accountId, "123456789012");
    assert.deepEqual(settings.defaultTags, { centre: "42" });
    assert.deepEqual(settings.networking, { existing: network("vpc-1").existing });
    exits(await place.panka("plan", "--detailed-exitcode"), 0);

    await put(place.folder, tenantNetworkKey("acme"), encodeNetwork("acme", network("vpc-2")));
    const { stderr } = exits(await place.panka("plan"), 5);
    assert.match(stderr, /jobs\/cache can't move to another VPC/);
    assert.doesNotMatch(stderr, /jobs\/queue/);
  },
  files,
);

deployTest(
  "plan refuses a stack whose tenant's network is not made yet; documents that are wrong end it",
  async (place) => {
    await put(
      place.folder,
      tenantDocumentKey("acme"),
      config("  networking: {vpc: {cidrBlock: 10.0.0.0/16}}\n"),
    );
    const early = exits(await place.panka("plan"), 1);
    assert.match(early.stderr, /network of tenant "acme" is not made yet/);
    assert.match(early.stderr, /panka admin network apply acme/);
    await put(place.folder, tenantNetworkKey("acme"), encodeNetwork("other", network("vpc-1")));
    assert.match(
      exits(await place.panka("plan"), 1).stderr,
      /"tenants\/acme\/network.json" is wrong/,
    );
    await put(place.folder, tenantDocumentKey("acme"), "kind: Stack\n");
    assert.match(
      exits(await place.panka("plan"), 1).stderr,
      /"tenants\/acme\/tenant.yaml" is wrong/,
    );
  },
  files,
);

deployTest(
  "validate and plan --offline take what was last read at login, and ask nobody",
  async (place) => {
    place.write("stack.yaml", files["stack.yaml"].replace("name: sandbox", "name: aws"));
    const world = place.world();
    const env = world.env;
    const settings: Record<string, string> = {
      PANKA_BACKEND_BUCKET: "nowhere",
      PANKA_BACKEND_TABLE: "nowhere",
      XDG_CONFIG_HOME: `${place.folder}/home`,
      PANKA_KEYRING: "off",
    };
    world.env = (name) => settings[name] ?? env(name);
    const sessions = new Sessions(world);
    await sessions.save({
      tenant: "acme",
      roleArn: "arn:aws:iam::123456789012:role/x",
      accountId: "123456789012",
      backend: { bucket: "nowhere", table: "nowhere", region: "eu-west-1" },
      loggedInAt: "2026-01-02T03:04:05Z",
      by: "identity",
      secret: {
        credentials: { accessKeyId: "a", secretAccessKey: "s", sessionToken: "t", expiresAt: 5 },
      },
    });
    const text = encodeNetwork("acme", network("vpc-1"));
    const readAt = world.clock.wall() - 3 * 24 * 3_600_000;
    sessions.keepDocuments("acme", { config: config(), network: text, readAt });
    settings.AWS_REGION = "us-west-2";
    const explained = exits(await place.runIn(world, "config", "explain", place.folder), 0);
    assert.match(explained.stdout, /region +eu-west-3 +tenant/);
    const valid = exits(await place.runIn(world, "validate", place.folder), 0);
    assert.match(valid.stdout, /shop · dev · eu-west-3/);
    const planned = exits(await place.runIn(world, "plan", place.folder, "--offline"), 0);
    assert.match(planned.stderr, /what tenant acme gives its stacks was read .* ago, not now/);
    const damaged = { config: "kind: [", readAt };
    sessions.keepDocuments("acme", damaged);
    exits(await place.runIn(world, "validate", place.folder), 0);
  },
  files,
);
