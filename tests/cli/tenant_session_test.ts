import assert from "node:assert/strict";
import { withEnvironment } from "../faults/aws_place.ts";
import { startIamProxy } from "../iam/proxy.ts";
import { adminTests } from "./admin_place.ts";
import { Deployed } from "./deployed.ts";
import { runIn } from "./test_world.ts";

const onAws = await adminTests();

onAws(
  "what a tenant asks of itself is within its role, and of another tenant it learns nothing",
  async (place) => {
    await using proxy = startIamProxy({
      upstream: place.url,
      principals: [{
        accessKeyId: "AKIAADA",
        arn: "arn:aws:iam::000000000000:user/ada",
        policies: [{
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
        }],
      }],
    });
    await withEnvironment(
      { AWS_ENDPOINT_URL: proxy.url, AWS_ACCESS_KEY_ID: "AKIAADA" },
      async () => {
        const made = await place.json("init", "opal");
        const [{ token }] = made.document.tenants;
        assert.equal((await place.run("init", "ruby")).code, 0);
        for (const tenant of ["opal", "ruby"]) {
          const address = { tenant, stack: `${tenant}-shop`, environment: "dev" };
          await new Deployed(place.store, place.table, address).deployTwice();
        }
        const held = { tenant: "opal", stack: "opal-shop", environment: "dev" };
        const session = await new Deployed(place.store, place.table, held).open("01JHOLDER");
        const run = (tenant: string, ...args: string[]) =>
          runIn(
            place.world({ env: { PANKA_TENANT_TOKEN: token } }),
            ...args,
            "--tenant",
            tenant,
            "-o",
            "json",
          );
        try {
          for (
            const args of [["tenant", "details"], ["tenant", "usage"], ["tenant", "stacks"], [
              "locks",
              "list",
            ]]
          ) {
            const own = await run("opal", ...args);
            assert.equal(own.code, 0, `${args}: ${own.stderr}`);
            assert.doesNotMatch(own.stdout, /ruby/);
            assert.match(own.stdout, /opal/);
            const other = await run("ruby", ...args);
            assert.equal(other.code, 4, `${args}: ${other.stdout}`);
            assert.match(other.stdout, /"code":"login-refused"/);
            assert.doesNotMatch(other.stdout + other.stderr, /ruby-shop/);
          }
          assert.deepEqual(JSON.parse((await run("opal", "tenant", "usage")).stdout).used, {
            maxStacks: 1,
            maxServicesPerStack: 2,
            maxResourcesPerService: 2,
            monthlyCostLimitUsd: null,
          });
          const [stack] = JSON.parse((await run("opal", "tenant", "stacks")).stdout).stacks;
          assert.deepEqual([stack.state, stack.locks[0].user], ["deploying", "ci"]);
          const torn = "tenants/opal/v1/stacks/torn/dev/state.json";
          await place.store.put(torn, new TextEncoder().encode("{"), "absent");
          for (const args of [["tenant", "usage"], ["tenant", "stacks"], ["locks", "list"]]) {
            const { code, stdout } = await run("opal", ...args);
            assert.equal(code, 1, `${args}: ${stdout}`);
            assert.ok(JSON.parse(stdout).schema);
            const world = place.world({ env: { PANKA_TENANT_TOKEN: token } });
            const { stderr } = await runIn(world, ...args, "--tenant", "opal");
            assert.match(stderr, /error\[state-unreadable\][^]*stacks\/torn\/dev/, `${args}`);
          }
        } finally {
          await session.release();
        }
      },
    );
  },
);
