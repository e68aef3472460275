import assert from "node:assert/strict";
import { startIamProxy } from "../iam/proxy.ts";
import { e2eMissing, Place, type Ran } from "./panka.ts";
import { makeTenant } from "./tenant.ts";

const missing = e2eMissing();
if (missing) console.log(`SKIPPED tests/e2e: ${missing}`);

const HOME = "000000000000";
const DEV = { accessKeyId: "AKIADEV", arn: `arn:aws:iam::${HOME}:user/dev` };
const logins = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:*", Resource: "*" }],
};

const stack = (tenant: string) =>
  `apiVersion: core.panka.io/v1
kind: Stack
metadata: { name: shop, tenant: ${tenant} }
spec: { provider: { region: us-east-1, accountId: "${HOME}" } }
---
apiVersion: core.panka.io/v1
kind: Service
metadata: { name: api }
---
apiVersion: components.panka.io/v1
kind: SQS
metadata: { name: jobs, service: api }
---
apiVersion: components.panka.io/v1
kind: DynamoDB
metadata: { name: orders, service: api }
spec: { hashKey: { name: id, type: S } }
---
apiVersion: components.panka.io/v1
kind: S3
metadata: { name: files, service: api }
spec: { bucket: { forceDestroy: true } }
---
apiVersion: components.panka.io/v1
kind: Lambda
metadata: { name: fn, service: api }
spec:
  runtime: nodejs22.x
  handler: index.handler
  code: { zipFile: "exports.handler = async () => 1" }
  environment:
    QUEUE: { valueFrom: { component: jobs, output: queueUrl } }
    TABLE: { valueFrom: { component: orders, output: tableName } }
`;

function succeeded(ran: Ran): Ran {
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  return ran;
}

Deno.test({
  name:
    "a tenant deploys with its own role through an enforcing proxy, and gets nothing of another tenant",
  ignore: missing !== undefined,
}, async (t) => {
  const place = await Place.open();
  await using proxy = startIamProxy({
    upstream: place.cloud.url,
    principals: [{ ...DEV, policies: [logins] }],
  });
  /** What was refused since the last question, of whom. */
  const refusals = () =>
    proxy.decisions.splice(0).filter(({ allowed }) => !allowed).map(({ caller, why }) =>
      `${caller?.arn}: ${why}`
    );
  try {
    succeeded(await place.createBackend());
    const tokens: Record<string, string> = {};
    for (const tenant of ["team-a", "team-b"]) {
      tokens[tenant] = await makeTenant(place, tenant);
      await Deno.mkdir(`${place.folder}/${tenant}`);
      await Deno.writeTextFile(`${place.folder}/${tenant}/stack.yaml`, stack(tenant));
    }
    const as = (tenant: string, ...args: string[]) =>
      place.pankaIn(`${place.folder}/${tenant}`, {
        AWS_ENDPOINT_URL: proxy.url,
        AWS_ACCESS_KEY_ID: DEV.accessKeyId,
        PANKA_TENANT_TOKEN: tokens[tenant]!,
      }, ...args);

    await t.step(
      "both deploy a stack of the same name at the same time, and nothing is refused",
      async () => {
        const ran = await Promise.all(
          ["team-a", "team-b"].map((tenant) => as(tenant, "apply", ".", "-e", "dev", "--yes")),
        );
        console.log(refusals().join("\n"));
        for (const each of ran) assert.match(succeeded(each).stdout, /4 created/);
      },
    );
  } finally {
    await place.close();
  }
});
