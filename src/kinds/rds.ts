import type { Value } from "../engine/resource.ts";
import { defineKind } from "./kind.ts";
import { renderAurora } from "./rds/aurora.ts";
import { checkRds } from "./rds/check.ts";
import { isAurora } from "./rds/family.ts";
import { rdsFields } from "./rds/fields.ts";
import { renderServer } from "./rds/server.ts";
import { surroundings } from "./rds/surroundings.ts";
import { arnOf } from "./shapes/arn.ts";
import { passwordStatements } from "./shapes/database_login.ts";
import { keyStatements } from "./shapes/kms_key.ts";

/** Limits: AWS, "Quotas and constraints for Amazon RDS", CreateDBInstance, CreateDBCluster. */
export const rds = defineKind({
  name: "RDS",
  group: "Databases",
  summary: "Relational database: PostgreSQL, MySQL, MariaDB or Aurora (Amazon RDS)",
  fields: rdsFields,
  outputs: {
    endpoint: {
      doc: "Host name to write to, without port",
      aliases: ["address", "host", "hostname"],
    },
    port: { doc: "Port that it listens on" },
    readerEndpoint: {
      doc: "Host name to read from: the first replica, Aurora's reader, else the same as endpoint",
    },
    databaseName: { doc: "Name of the first database", aliases: ["dbName"] },
    username: { doc: "Name of the master user" },
    secretArn: { doc: "ARN of the secret with the master user's password" },
    instanceId: {
      doc: "Identifier of the server, or of the Aurora cluster",
      aliases: ["name", "identifier", "clusterId"],
    },
    arn: { doc: "ARN of the server, or of the Aurora cluster" },
    kmsKeyArn: { doc: "ARN of the key it is encrypted with; empty with AWS's own" },
    iamConnectArn: {
      doc: "ARN to allow rds-db:connect on; empty without database.iamAuthentication",
    },
    logGroup: { doc: "Log group of the error log; empty without logs" },
  },
  holdsData: true,
  proof: {
    level: "emulator",
    note:
      "on the emulator a replica's enhanced monitoring is not stored; connections are not tried",
  },
  example: `engine:
  type: postgres
  version: "16"
  parameters:
    log_min_duration_statement: 500ms
instance:
  class: db.t4g.medium
  storage:
    type: gp3
    allocatedGB: 50
    maxAllocatedGB: 200
  multiAZ: true
database:
  name: app
  username: dbadmin
  managedPassword: true
backup:
  retentionDays: 14
  preferredWindow: 03:00-04:00
maintenance:
  preferredWindow: mon:04:00-mon:05:00`,
  check: checkRds,
  render(c) {
    const { spec } = c;
    const around = surroundings(c);
    const { resourceId, ...outputs } = isAurora(spec.engine.type)
      ? renderAurora(c, around)
      : renderServer(c, around);
    const iamConnectArn: Value = spec.database.iamAuthentication
      ? arnOf(c, "rds-db", "dbuser:", resourceId, "/*")
      : "";
    return {
      outputs: {
        ...outputs,
        port: around.port,
        databaseName: spec.database.name,
        username: spec.database.username,
        kmsKeyArn: around.kmsKeyArn ?? "",
        iamConnectArn,
      },
      listener: around.listener,
    };
  },
  access(outputs, _access, spec) {
    const statements = [
      ...passwordStatements(spec.database.passwordSecret, outputs.secretArn),
      ...keyStatements(outputs.kmsKeyArn, ["kms:Decrypt"]),
    ];
    if (spec.database.iamAuthentication) {
      statements.push({ actions: ["rds-db:connect"], resources: [outputs.iamConnectArn] });
    }
    return statements;
  },
});
