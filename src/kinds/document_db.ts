import { checkDocumentDb } from "./document_db/check.ts";
import { renderDocumentDb } from "./document_db/cluster.ts";
import { documentdbFields } from "./document_db/fields.ts";
import { defineKind } from "./kind.ts";
import { passwordStatements } from "./shapes/database_login.ts";
import { keyStatements } from "./shapes/kms_key.ts";

/** Limits: AWS, "Amazon DocumentDB quotas and limits" and CreateDBCluster. */
export const documentdb = defineKind({
  name: "DocumentDB",
  group: "Databases",
  summary: "Document database with the MongoDB protocol (Amazon DocumentDB)",
  fields: documentdbFields,
  outputs: {
    endpoint: { doc: "Host name to write to, without port", aliases: ["host", "hostname"] },
    readerEndpoint: { doc: "Host name to read from; the same as endpoint with one instance" },
    port: { doc: "Port that it listens on" },
    username: { doc: "Name of the master user" },
    secretArn: { doc: "ARN of the secret with the master user's password" },
    clusterId: { doc: "Identifier of the cluster", aliases: ["name", "identifier"] },
    arn: { doc: "ARN of the cluster" },
    kmsKeyArn: { doc: "ARN of the key it is encrypted with; empty with AWS's own" },
  },
  holdsData: true,
  proof: {
    level: "emulator",
    note: "connections are not tried",
  },
  example: `instance:
  class: db.t4g.medium
  count: 2
engine:
  version: 5.0.0
database:
  username: dbadmin
  managedPassword: true
backup:
  retentionDays: 14`,
  check: checkDocumentDb,
  render: renderDocumentDb,
  access(outputs, _access, spec) {
    return [
      ...passwordStatements(spec.database.passwordSecret, outputs.secretArn),
      ...keyStatements(outputs.kmsKeyArn, ["kms:Decrypt"]),
    ];
  },
});
