import assert from "node:assert/strict";
import type { Resource } from "../../src/engine/resource.ts";
import { renderStack } from "../../src/planning/render_stack.ts";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

/** A database that validates; `more` is added, and wins where a field is in it. */
function spec(more: Record<string, unknown> = {}): string {
  return JSON.stringify({
    engine: { type: "postgres", version: "16" },
    instance: { class: "db.t4g.medium" },
    database: { name: "app", username: "dbadmin" },
    ...more,
  });
}
const db = (more?: Record<string, unknown>) => component("RDS", "db", spec(more));
const one = (resources: Resource[], type: string) => {
  const found = resources.find((resource) => resource.type === type);
  assert.ok(found, `no ${type}`);
  return found;
};
const notesOf = (components: string[]) =>
  load(components).diagnostics.filter((d) => d.severity === "note").map((d) => d.summary);

Deno.test("RDS renders one encrypted server with a password that AWS makes", () => {
  snapshot("rds-minimal", render([db()]).graph);
});

Deno.test("RDS renders an Aurora cluster with a writer and its readers", () => {
  const more = {
    engine: { type: "aurora-postgresql", version: "16.8" },
    instance: { class: "db.serverless", serverless: { minCapacity: 1, maxCapacity: 8 } },
    readReplicas: { count: 1, class: "db.r7g.large" },
    database: { name: "app", username: "dbadmin", iamAuthentication: true },
  };
  snapshot("rds-aurora", render([db(more)]).graph);
});

Deno.test("RDS renders replicas, monitoring, logs and windows when they are asked for", () => {
  const more = {
    engine: { type: "mysql", version: "8.0", parameters: { max_allowed_packet: "64MB" } },
    instance: {
      class: "db.r7g.large",
      storage: { type: "gp3", allocatedGB: 500, maxAllocatedGB: 900, iops: 15000 },
      multiAZ: true,
    },
    readReplicas: 2,
    database: { name: "app", username: "dbadmin", passwordSecret: "live/db" },
    backup: { preferredWindow: "03:00-04:00", maintenanceWindow: "mon:04:00-mon:05:00" },
    monitoring: { enhancedMonitoring: true, monitoringInterval: 30, logs: ["error", "slowquery"] },
    encryption: { kmsKeyId: "alias/data" },
    network: { allowedCIDRs: ["10.8.0.0/16"], allowedSecurityGroups: ["sg-0123abcd"] },
  };
  snapshot("rds-full", render([db(more)]).graph);
});

Deno.test("RDS has the engine read the password when passwordSecret is given", () => {
  const database = { name: "app", username: "dbadmin", passwordSecret: { ref: "live/db#pw" } };
  const server = one(render([db({ database })]).graph.resources, "aws:rds/instance:Instance");
  assert.deepEqual(server.properties.password, { $secret: "live/db#pw" });
  assert.equal("manageMasterUserPassword" in server.properties, false);
});

Deno.test("RDS is protected and leaves a snapshot when the environment is production", () => {
  const { resources } = render([db()], { environment: "live" }).graph;
  const server = one(resources, "aws:rds/instance:Instance");
  assert.equal(server.protect, true);
  assert.equal(server.properties.deletionProtection, true);
  assert.equal(server.properties.skipFinalSnapshot, false);
});

Deno.test("RDS is not protected in production when deletionProtection is false", () => {
  const { resources } = render([db({ deletionProtection: false })], { environment: "live" }).graph;
  assert.equal(one(resources, "aws:rds/instance:Instance").protect, false);
});

Deno.test("RDS exposes one endpoint for reading and writing when it has no replica", () => {
  const { outputs } = render([db()]).graph;
  assert.deepEqual(outputs["api/db"]!.readerEndpoint, outputs["api/db"]!.endpoint);
});

Deno.test("RDS sends sizes in the unit that the server counts in, and says so", () => {
  const engine = {
    type: "postgres",
    version: "16",
    parameters: { shared_buffers: "256MB", work_mem: "16MB", max_connections: "200" },
  };
  const group = one(
    render([db({ engine })]).graph.resources,
    "aws:rds/parameterGroup:ParameterGroup",
  );
  assert.deepEqual(group.properties.parameters, [
    { name: "max_connections", value: "200", applyMethod: "pending-reboot" },
    { name: "shared_buffers", value: "32768", applyMethod: "pending-reboot" },
    { name: "work_mem", value: "16384", applyMethod: "immediate" },
  ]);
  assert.deepEqual(notesOf([db({ engine })]), [
    "shared_buffers: 256MB is sent to RDS as 32768 (8 kB pages)",
    "work_mem: 16MB is sent to RDS as 16384 (kB)",
  ]);
});

Deno.test("RDS leaves out rates that a gp3 disk has anyway, and says so", () => {
  const instance = { class: "db.t4g.medium", storage: { allocatedGB: 100, iops: 3000 } };
  const server = one(
    render([db({ instance })]).graph.resources,
    "aws:rds/instance:Instance",
  );
  assert.equal("iops" in server.properties, false);
  assert.deepEqual(notesOf([db({ instance })]), [
    '"iops: 3000" changes nothing: gp3 under 400 GiB has 3000 anyway',
  ]);
});

Deno.test("RDS lets components that refer to it read its secret and connect", () => {
  const { stack } = load([db()]);
  const kind = stack!.components.find((c) => c.name === "db")!;
  const { outputs } = renderStack(stack!).graph;
  const statements = kind.kind.access!(
    outputs["api/db"]!,
    { via: "environment", mode: "use" },
    kind.spec,
  );
  assert.deepEqual(statements, [{
    actions: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
    resources: [{ $first: ["api/db/server", "masterUserSecrets", "secretArn"] }],
  }]);
});

/** What is wrong → the errors that are reported. */
const refusals: [string, Record<string, unknown>, string[]][] = [
  [
    "a gp3 disk under 400 GiB with more than its own rate",
    { instance: { class: "db.t4g.medium", storage: { allocatedGB: 100, iops: 5000 } } },
    [
      'wrong-value "iops" can\'t be over 3000 on a gp3 disk of 100 GiB | remove "iops", set allocatedGB: 400, or take type: io2',
    ],
  ],
  [
    "an io2 disk without a rate",
    { instance: { class: "db.t4g.medium", storage: { type: "io2", allocatedGB: 100 } } },
    ['missing-field "storage" needs "iops" | add iops: 3000, or set type: gp3'],
  ],
  [
    "an io1 disk with too high a rate for its size",
    {
      instance: { class: "db.t4g.medium", storage: { type: "io1", allocatedGB: 100, iops: 9000 } },
    },
    [
      'wrong-value "iops" must be 1000 to 5000 for 100 GiB of io1, not 9000 | set iops: 5000',
    ],
  ],
  [
    "too little room to grow",
    { instance: { class: "db.t4g.medium", storage: { allocatedGB: 100, maxAllocatedGB: 105 } } },
    [
      'wrong-value "maxAllocatedGB" must be at least 110, not 105 | set maxAllocatedGB: 110 or more, or remove it',
    ],
  ],
  [
    "two passwords",
    {
      database: { name: "a", username: "u", passwordSecret: "p", managedPassword: true },
    },
    [
      'exclusive-fields "passwordSecret" and "managedPassword" can\'t be given together | remove "passwordSecret" (preferred), or "managedPassword"',
    ],
  ],
  [
    "no password",
    { database: { name: "a", username: "u", managedPassword: false } },
    [
      'missing-field "database" has no password | set managedPassword: true, or add passwordSecret: {ref: path/of/secret}',
    ],
  ],
  [
    "a word of the engine as user name",
    { database: { name: "a", username: "user" } },
    [
      'wrong-value "user" can\'t be the master user of postgres | set username: dbadmin',
    ],
  ],
  [
    "a user name that the engine keeps for itself",
    { database: { name: "a", username: "admin" } },
    [
      'wrong-value "admin" can\'t be the master user of postgres | set username: dbadmin',
    ],
  ],
  [
    "windows that overlap",
    {
      backup: { preferredWindow: "23:30-00:30" },
      maintenance: { preferredWindow: "tue:00:00-tue:01:00" },
    },
    [
      'wrong-value "preferredWindow" overlaps the backup window | begin it when the backup window has ended',
    ],
  ],
  [
    "a parameter whose unit is not known",
    { engine: { type: "postgres", version: "16", parameters: { my_setting: "5MB" } } },
    [
      'wrong-unit "my_setting: 5MB" can\'t be converted | write the number in the unit that postgres counts my_setting in',
    ],
  ],
  [
    "a MySQL version without its second number",
    { engine: { type: "mysql", version: "8" } },
    [
      'wrong-value "version" of mysql must be a version with two numbers, such as "8.0", not "8" | write a version with two numbers, such as "8.0"',
    ],
  ],
  [
    "a serverless class without Aurora",
    { instance: { class: "db.serverless" } },
    [
      'wrong-value "db.serverless" needs an Aurora engine | set class: db.t4g.medium, or take an Aurora engine',
    ],
  ],
  [
    "an Aurora cluster on a class that it doesn't run on",
    {
      engine: { type: "aurora-mysql", version: "8.0" },
      instance: { class: "db.t3.micro" },
    },
    [
      'wrong-value Aurora doesn\'t run on "db.t3.micro" | set class: db.t4g.medium, a db.r class, or db.serverless',
    ],
  ],
  [
    "replicas without backups",
    {
      readReplicas: 1,
      backup: { enabled: false },
      database: { name: "app", username: "dbadmin", passwordSecret: "live/db" },
    },
    ['wrong-value "readReplicas" need backups | remove "enabled: false", or "readReplicas"'],
  ],
  [
    "replicas of a server whose password AWS manages",
    { readReplicas: 1 },
    [
      'wrong-value "readReplicas" of postgres need a password of your own | add passwordSecret: {ref: path/of/secret} to database, or take an Aurora engine',
    ],
  ],
  [
    "Performance Insights where the class has none",
    {
      engine: { type: "mysql", version: "8.0" },
      instance: { class: "db.t3.micro" },
      monitoring: { performanceInsights: true },
    },
    [
      'wrong-value Performance Insights doesn\'t run on db.t3.micro with mysql | remove "performanceInsights", or take a larger class',
    ],
  ],
  [
    "a log that the engine does not write",
    { monitoring: { logs: ["slowquery"] } },
    ['wrong-value postgres has no log "slowquery" | write postgresql'],
  ],
];

for (const [what, more, errors] of refusals) {
  Deno.test(`RDS refuses ${what} and says how to mend it`, () => {
    assert.deepEqual(errorsOf(load([db(more)])), errors);
  });
}
