import assert from "node:assert/strict";
import { e2eMissing, Place } from "./panka.ts";

const missing = e2eMissing();
if (missing) console.log(`SKIPPED tests/e2e: ${missing}`);

const HEAD = `apiVersion: core.panka.io/v1
kind: Stack
metadata: { name: shop }
spec: { provider: { region: us-east-1, accountId: "000000000000" } }
---
apiVersion: core.panka.io/v1
kind: Service
metadata: { name: all }
`;
/** Kind, and its spec before and after. */
const SPECS = [
  ["APIGateway", { throttle: { ratePerSecond: 50, burst: 60 } }, { throttle: {} }],
  ["SQS", { deadLetterQueue: { maxReceiveCount: 3 } }, {}],
] as const;
const stack = (options: boolean) =>
  HEAD + SPECS.map(([kind, before, after]) =>
    `---\n${
      JSON.stringify({
        apiVersion: "components.panka.io/v1",
        kind,
        metadata: { name: kind.toLowerCase(), service: "all" },
        spec: options ? before : after,
      })
    }\n`
  ).join("");

// deno-lint-ignore no-explicit-any
type Answer = any;

Deno.test({
  name: "panka apply takes back on AWS what the YAML no longer says",
  ignore: missing !== undefined,
}, async () => {
  const place = await Place.open();
  try {
    await place.createBackend();
    const apply = async (options: boolean) => {
      await Deno.writeTextFile(`${place.folder}/stack.yaml`, stack(options));
      const { code, stdout, stderr } = await place.panka("apply", "--yes");
      assert.equal(code, 0, stdout + stderr);
    };
    /** What the cloud has of the options. */
    const there = async () => {
      const [apis, { QueueUrl }] = await place.ask(
        ["apigatewayv2", "get_apis", {}],
        ["sqs", "get_queue_url", { QueueName: "dev-shop-all-sqs" }],
      ) as Answer[];
      const [{ DefaultRouteSettings: limits }, { Attributes }] = await place.ask(
        ["apigatewayv2", "get_stage", { ApiId: apis.Items[0].ApiId, StageName: "$default" }],
        ["sqs", "get_queue_attributes", { QueueUrl, AttributeNames: ["All"] }],
      ) as Answer[];
      return {
        throttle: [limits.ThrottlingRateLimit, limits.ThrottlingBurstLimit],
        deadLetters: JSON.parse(Attributes.RedrivePolicy ?? "{}").maxReceiveCount,
      };
    };
    await apply(true);
    assert.deepEqual(await there(), {
      throttle: [50, 60],
      deadLetters: 3,
    });
    await apply(false);
    assert.deepEqual(await there(), {
      throttle: [10_000, 5000],
      deadLetters: undefined,
    });
  } finally {
    await place.close();
  }
});
