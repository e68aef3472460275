import assert from "node:assert/strict";
import { DirectoryStore } from "../../src/state/directory_store.ts";
import { tenantDocumentKey } from "../../src/state/paths.ts";
import { type DeployPlace, deployTest, exits } from "./deploy_place.ts";
import { golden, runIn, testWorld } from "./test_world.ts";

const SECOND = `apiVersion: components.panka.io/v1
kind: SQS
metadata: {name: other}
`;
const files = {
  "stack.yaml": `apiVersion: core.panka.io/v1
kind: Stack
metadata: {name: shop, tenant: acme}
spec:
  provider: {name: sandbox, region: eu-west-1}
  environments: {dev: {}, live: {}}
`,
  "services/jobs/queue.yaml": SECOND.replace("other", "queue"),
  "services/jobs/worker.yaml": "",
};

/** Writes what the platform says of the tenant, as it stands beside the state. */
const says = (place: DeployPlace, spec: string) =>
  new DirectoryStore(`${place.folder}/.panka/sandbox/state`).put(
    tenantDocumentKey("acme"),
    new TextEncoder().encode(
      `apiVersion: admin.panka.io/v1\nkind: TenantConfig\nmetadata: {name: acme}\nspec:\n  contact: "#acme"\n${spec}`,
    ),
    "any",
  );

deployTest(
  "validate, plan, apply, rehearse and promote refuse with exit 5 what a tenant may not have, before anything is locked",
  async (place) => {
    exits(await place.panka("apply", "-e", "dev", "--yes"), 0);
    await says(
      place,
      `  allowedResources: [Lambda, SQS]
  environments: [dev]
  policies: {allowedRegions: [eu-west-3]}
  limits: {maxResourcesPerService: 1, maxServicesPerStack: 0}
`,
    );
    const e = ["-e", "live"];
    for (
      const [verb, ...args] of [
        ["validate", ...e],
        ["plan", ...e],
        ["plan", "--offline", ...e],
        ["apply", "--yes", ...e],
        ["rehearse", ...e],
        ["promote", "--from", "dev", "--to", "live", "--yes"],
      ] as [string, ...string[]][]
    ) {
      const { stderr } = exits(await place.panka(verb, ...args), 5);
      for (
        const said of [
          /tenant "acme" may not deploy to environment "live"[\s\S]*it may deploy to dev/,
          /tenant "acme" may not deploy to region eu-west-1/,
          /tenant "acme" may not deploy kind DynamoDB\n.*table\.yaml:[\s\S]*ask #acme/,
          /the stack has too many services: 1, where tenant "acme" may have 0/,
          /service "jobs" has too many components: 2, where tenant "acme" may have 1/,
        ]
      ) assert.match(stderr, said, verb);
      assert.doesNotMatch(stderr, /lock/, verb);
    }
    const { stdout } = exits(await place.panka("apply", "--yes", ...e, "-o", "json"), 5);
    const { exitCode, diagnostics } = JSON.parse(stdout.split("\n")[0]!);
    assert.equal(exitCode, 5);
    assert.deepEqual(
      [...new Set(diagnostics.map(({ code }: { code: string }) => code))],
      ["not-allowed", "over-limit"],
    );
  },
  files,
);

deployTest(
  "destroy and rollback are open to a stack that its tenant may not have any more",
  async (place) => {
    exits(await place.panka("apply", "-e", "dev", "--yes"), 0);
    place.write("services/jobs/other.yaml", SECOND);
    exits(await place.panka("apply", "-e", "dev", "--yes"), 0);
    await says(place, "  allowedResources: [Lambda]\n");
    exits(await place.panka("apply", "-e", "dev", "--yes"), 5);
    exits(await place.panka("rollback", "-e", "dev", "--to", "1", "--yes"), 0);
    exits(await place.panka("destroy", "-e", "dev", "--yes", "--allow-data-loss", "all"), 0);
  },
  files,
);

deployTest(
  "apply refuses one stack more than a tenant may have; those that are there, and places of those that are gone, are free",
  async (place) => {
    await says(place, "  limits: {maxStacks: 1}\n");
    exits(await place.panka("apply", "-e", "dev", "--yes"), 0);
    exits(await place.panka("apply", "-e", "dev", "--yes"), 0);
    const { stderr } = exits(await place.panka("apply", "-e", "live", "--yes"), 5);
    assert.match(stderr, /tenant "acme" has no stack left: 1 deployed, where it may have 1/);
    assert.match(stderr, /ask #acme to raise limits\.maxStacks/);
    exits(await place.panka("plan", "-e", "live"), 5);
    exits(await place.panka("destroy", "-e", "dev", "--yes", "--allow-data-loss", "all"), 0);
    exits(await place.panka("apply", "-e", "live", "--yes"), 0);
    exits(await place.panka("apply", "-e", "dev", "--yes"), 5);
  },
  files,
);

deployTest(
  "a saved plan is held against the limits of the day that it is applied",
  async (place) => {
    exits(await place.panka("plan", "-e", "dev", "--out", `${place.folder}/new.plan`), 0);
    await says(place, "  allowedResources: [Lambda]\n");
    const world = place.world();
    const { stderr } = exits(
      await place.runIn(world, "apply", `${place.folder}/new.plan`, "--yes"),
      5,
    );
    assert.match(stderr, /may not deploy kind SQS/);
  },
  files,
);

deployTest(
  "a tenant's production environments ask for approval unless its policy waives that; a stack's own always do",
  async (place) => {
    const production = "  environments: [{name: dev, production: true}]\n";
    await says(place, production);
    exits(await place.panka("apply", "-e", "dev", "--yes"), 5);
    const waived = `${production}  policies: {requireApprovalForProduction: false}\n`;
    await says(place, waived);
    exits(await place.panka("apply", "-e", "dev", "--yes"), 0);
    place.write("stack.yaml", files["stack.yaml"].replace("dev: {}", "dev: {production: true}"));
    place.write("services/jobs/other.yaml", SECOND);
    exits(await place.panka("apply", "-e", "dev", "--yes"), 5);
  },
  files,
);

deployTest(
  "tenant details, usage and stacks tell what a tenant may have, what it uses, and of which stacks",
  async (place) => {
    await says(
      place,
      `  aws: {region: eu-west-1, accountId: "123456789012"}
  defaultTags: {centre: "42"}
  environments: [{name: live, production: true}, dev]
  limits: {maxStacks: 2, maxResourcesPerService: 3}
`,
    );
    exits(await place.panka("apply", "-e", "dev", "--yes"), 0);
    const run = async (...args: string[]) =>
      exits(
        await place.runIn(place.world(), "tenant", args[0]!, place.folder, ...args.slice(1)),
        0,
      );
    golden("tenant_details", (await run("details")).stdout);
    golden("tenant_usage", (await run("usage")).stdout);
    const stacks = (await run("stacks", "-o", "json")).stdout;
    const [{ stack, environment, state, components, lastDeployment, locks }] =
      JSON.parse(stacks).stacks;
    assert.deepEqual(
      [stack, environment, state, components, lastDeployment.result, locks],
      ["shop", "dev", "ready", 2, "succeeded", []],
    );
    assert.match((await run("stacks")).stdout, /shop +dev +ready +2 +1, succeeded/);
    const { limits, used } = JSON.parse((await run("usage", "-o", "json")).stdout);
    assert.deepEqual([limits.maxStacks, limits.monthlyCostLimitUsd], [2, 5000]);
    assert.deepEqual(used, {
      maxStacks: 1,
      maxServicesPerStack: 1,
      maxResourcesPerService: 2,
      monthlyCostLimitUsd: null,
    });
    assert.equal(JSON.parse((await run("details", "-o", "json")).stdout).defaultTags.centre, "42");
    exits(await place.panka("destroy", "-e", "dev", "--yes", "--allow-data-loss", "all"), 0);
    assert.match((await run("stacks")).stderr, /acme has no stack/);
    assert.match((await run("stacks", "--all")).stdout, /empty/);
  },
  files,
);

Deno.test("tenant details without a tenant and a session says who may ask", async () => {
  const { code, stderr } = await runIn(testWorld({ home: "/home/ada" }), "tenant", "details");
  assert.equal(code, 4);
  assert.match(stderr, /^error\[no-session\]: nobody is logged in[\s\S]*panka login --tenant NAME/);
});
