import assert from "node:assert/strict";
import fc from "fast-check";
import { load } from "js-yaml";
import { printProgram } from "../../../src/engine/pulumi/print_program.ts";
import { type ProgramInput, pulumiProgram } from "../../../src/engine/pulumi/program.ts";
import { resourceTag } from "../../../src/engine/pulumi/resource_tag.ts";
import type { Resource, ResourceGraph, Value } from "../../../src/engine/resource.ts";

const programOf = (graph: Partial<ResourceGraph>, input: Partial<ProgramInput> = {}) =>
  pulumiProgram({
    region: "eu-west-1",
    graph: { resources: [], lookups: [], outputs: {}, ...graph },
    ...input,
  });

const resource = (key: string, properties: Resource["properties"], options = {}): Resource => ({
  key,
  type: "aws:sqs/queue:Queue",
  properties,
  ...options,
});

/** The node of the one property of the last of `resources`. */
function nodeOf(value: Value, others: Resource[] = [], lookups: ResourceGraph["lookups"] = []) {
  const { program, secretTexts } = programOf({
    resources: [...others, resource("a/b/last", { property: value })],
    lookups,
  });
  const last = program.resources.a_b_last as { properties: { property: unknown } };
  return { node: last.properties.property, variables: program.variables, program, secretTexts };
}

Deno.test("pulumiProgram() limits how long what waits for a steady state has for it", () => {
  const { program } = programOf({
    resources: [resource("a/b/service", { waitForSteadyState: true }), resource("a/b/queue", {})],
  }, { healthMs: 90_000 });
  const options = { provider: "${aws}" };
  const customTimeouts = { create: "90000ms", update: "90000ms" };
  const [service, queue] = [program.resources.a_b_service, program.resources.a_b_queue];
  assert.deepEqual((service as { options: unknown }).options, { ...options, customTimeouts });
  assert.deepEqual((queue as { options: unknown }).options, options);
});

Deno.test("pulumiProgram() renders resources under their keys, with options, provider and outputs", () => {
  const { program } = programOf({
    resources: [
      resource("orders/jobs/dead-letter", { name: "jobs-dlq" }, { protect: true }),
      resource("orders/jobs/queue", {
        name: "jobs",
        redrivePolicy: {
          $json: {
            maxReceiveCount: 3,
            deadLetterTargetArn: { $attr: ["orders/jobs/dead-letter", "arn"] },
          },
        },
      }, {
        dependsOn: ["orders/jobs/dead-letter"],
        ignoreChanges: ["tags"],
        deleteBeforeReplace: true,
      }),
    ],
    outputs: {
      "orders/jobs": {
        url: { $attr: ["orders/jobs/queue", "url"] },
        name: "jobs",
        password: { $secret: "db/main" },
      },
    },
  }, { accountId: "123456789012" });
  assert.deepEqual(program, {
    resources: {
      aws: {
        type: "pulumi:providers:aws",
        name: "aws",
        options: { version: "7.48.0" },
        properties: { region: "eu-west-1", allowedAccountIds: ["123456789012"] },
      },
      orders_jobs_dead_letter: {
        type: "aws:sqs/queue:Queue",
        name: "orders/jobs/dead-letter",
        properties: { name: "jobs-dlq" },
        options: { provider: "${aws}", protect: true },
      },
      orders_jobs_queue: {
        type: "aws:sqs/queue:Queue",
        name: "orders/jobs/queue",
        properties: {
          name: "jobs",
          redrivePolicy: {
            "fn::toJSON": {
              maxReceiveCount: 3,
              deadLetterTargetArn: "${orders_jobs_dead_letter.arn}",
            },
          },
        },
        options: {
          provider: "${aws}",
          dependsOn: ["${orders_jobs_dead_letter}"],
          ignoreChanges: ["tags"],
          deleteBeforeReplace: true,
        },
      },
    },
    outputs: { "orders/jobs.url": "${orders_jobs_queue.url}", "orders/jobs.name": "jobs" },
  });
});

Deno.test("pulumiProgram() gives what bears tags one that says which resource of which state it is", () => {
  const resources = [
    resource("a/b/queue", { tags: { app: "shop" } }),
    resource("a/b/policy", { policy: "{}" }),
    resource("a/b/group", { tags: [{ key: "app", value: "shop", propagateAtLaunch: true }] }),
  ];
  const tagsOf = (lineage?: string) => {
    const { program } = programOf({ resources }, { lineage });
    return ["queue", "policy", "group"].map((name) =>
      (program.resources[`a_b_${name}`] as { properties: { tags?: unknown } }).properties.tags
    );
  };
  const [, policy, group] = tagsOf();
  assert.deepEqual(tagsOf("01J"), [
    { app: "shop", "panka:resource": "a/b/queue@01J" },
    policy,
    group,
  ]);
  assert.deepEqual(tagsOf()[0], { app: "shop" });
});

Deno.test("resourceTag() is a value that AWS takes, and another for each key", () => {
  const keys = ["a/b/queue", `a/b/namespace-${"x".repeat(253)}`, "a/b/*.example.com", "a/b/ü"];
  const values = keys.map((key) => resourceTag("01JABCDEFGHJKMNPQRSTVWXYZ0", key));
  for (const value of values) assert.match(value, /^[\w .:/=+@-]{1,256}$/);
  assert.equal(new Set(values).size, keys.length);
});

Deno.test("pulumiProgram() turns off what an emulator can't do, and names the plugin's folder", () => {
  const { project, program } = programOf({}, { emulated: true, pluginFolder: "/rig/bin" });
  const { properties } = program.resources.aws as { properties: unknown };
  assert.deepEqual(properties, {
    region: "eu-west-1",
    skipCredentialsValidation: true,
    skipMetadataApiCheck: true,
    s3UsePathStyle: true,
  });
  assert.deepEqual(project, {
    name: "panka",
    runtime: "yaml",
    plugins: { providers: [{ name: "aws", version: "7.48.0", path: "/rig/bin" }] },
  });
});

Deno.test("pulumiProgram() gives resources whose keys look alike names of their own", () => {
  const keys = ["a/b/c", "a/b-c", "a-b/c", "aws", "pulumi", "1/2/3", "ä/ö/ü"];
  const { program } = programOf({ resources: keys.map((key) => resource(key, {})) });
  const names = Object.keys(program.resources);
  assert.equal(names.length, keys.length + 1);
  for (const name of names) assert.match(name, /^[A-Za-z]\w*$/);
  assert.ok(!names.includes("pulumi"));
});

Deno.test("pulumiProgram() joins texts and attributes, and puts the rest into variables", () => {
  const { node, variables } = nodeOf(
    {
      $join: [
        "arn:",
        { $attr: ["a/b/queue", "arn"] },
        ":$",
        7,
        { $join: ["/", { $lookup: ["me", "accountId"] }] },
        { $json: [{ $attr: ["a/b/queue", "id"] }] },
      ],
    },
    [resource("a/b/queue", {})],
    [{
      key: "me",
      function: "aws:index/getCallerIdentity:getCallerIdentity",
      arguments: {},
    }],
  );
  assert.equal(node, "arn:${a_b_queue.arn}:$$7/${lookup_me.accountId}${value}");
  assert.deepEqual(variables, {
    value: { "fn::toJSON": ["${a_b_queue.id}"] },
    lookup_me: {
      "fn::invoke": {
        function: "aws:index/getCallerIdentity:getCallerIdentity",
        arguments: {},
        options: { provider: "${aws}" },
      },
    },
  });
});

Deno.test("pulumiProgram() asks for a secret once and marks it", () => {
  const { node, variables } = nodeOf([{ $secret: "db/$main" }, {
    $join: ["x", { $secret: "db/$main" }],
  }]);
  assert.deepEqual(node, ["${secret_db_main}", "x${secret_db_main}"]);
  assert.deepEqual(variables, {
    secret_db_main: {
      "fn::secret": {
        "fn::invoke": {
          function: "aws:secretsmanager/getSecretVersion:getSecretVersion",
          arguments: { secretId: "db/$$main" },
          options: { provider: "${aws}" },
          return: "secretString",
        },
      },
    },
  });
});

Deno.test("pulumiProgram() takes one key of a secret from secret configuration", () => {
  const { node, program, secretTexts } = nodeOf({ $secret: "db/main#password" });
  assert.equal(node, "${secret_db_main_password}");
  assert.deepEqual(program.config, {
    secret_db_main_password: { type: "string", secret: true },
  });
  assert.deepEqual(secretTexts, [
    { name: "secret_db_main_password", path: "db/main", key: "password" },
  ]);
});

Deno.test("pulumiProgram() uploads folders and files written out in the spec", () => {
  assert.deepEqual(nodeOf({ $archive: "/code/$x", sha256: "…" }).node, {
    "fn::fileArchive": "/code/$$x",
  });
  assert.deepEqual(nodeOf({ $inlineArchive: { "index.js": "`${a}`" } }).node, {
    "fn::assetArchive": { "index.js": { "fn::stringAsset": "`$${a}`" } },
  });
});

Deno.test("pulumiProgram() refuses what leads nowhere or has no form in Pulumi YAML", () => {
  const refused: [Value, RegExp][] = [
    [{ $attr: ["a/b/none", "arn"] }, /no resource is called "a\/b\/none"/],
    [{ $lookup: ["none", "id"] }, /no lookup is called "none"/],
    [{ $attr: ["a/b/last", "arn} ${x"] }, /is no attribute path/],
    [{ "fn::invoke": {} }, /reserves "fn::"/],
    [{ "Fn::toJSON": 1 }, /reserves "fn::"/],
    [NaN, /NaN can't be a property/],
    ["\ud800", /half a surrogate pair/],
  ];
  for (const [value, message] of refused) assert.throws(() => nodeOf(value), message);
});

Deno.test("printProgram() prints JSON that a YAML reader takes for the same", () => {
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.string({ unit: "binary" })), (texts) => {
    const program = { resources: { texts } };
    const printed = printProgram(program);
    assert.deepEqual(JSON.parse(printed), JSON.parse(JSON.stringify(program)));
    assert.deepEqual(load(printed), JSON.parse(printed));
  }));
});
