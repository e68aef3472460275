import { refuse, type Report } from "../report.ts";
import type { MskSpec } from "./fields.ts";

/** Rules between the fields of a cluster. */
export function checkMsk(spec: MskSpec, report: Report): void {
  const { brokers, authentication } = spec;
  if (spec.serverless) {
    checkServerless(spec, report);
    return;
  }
  for (const [field, fix] of [["kafkaVersion", "3.8.x"], ["brokers", "{count: 3}"]] as const) {
    if (spec[field] !== undefined) continue;
    report({
      code: "missing-field",
      path: [],
      at: "key",
      summary: `"${field}" is missing`,
      why: "a cluster that is not serverless needs it",
      fix: `add ${field}: ${fix}, or serverless: true`,
    });
  }
  if (!brokers) return;
  const subnets = spec.subnetIds?.length;
  if (subnets !== undefined && brokers.count % subnets) {
    report({
      code: "uneven-brokers",
      path: ["brokers", "count"],
      summary: `${brokers.count} brokers can't be spread evenly over ${subnets} subnets`,
      why: "MSK puts the same number of brokers in every subnet",
      fix: `set count: ${Math.ceil(brokers.count / subnets) * subnets}`,
    });
  }
  if (brokers.maxStorageGB !== undefined && brokers.maxStorageGB <= brokers.storageGB) {
    report({
      code: "wrong-value",
      path: ["brokers", "maxStorageGB"],
      summary: '"maxStorageGB" must be more than "storageGB"',
      why: `storageGB is ${brokers.storageGB}`,
      fix: `set maxStorageGB: ${Math.min(16_384, brokers.storageGB * 2)}`,
    });
  }
  if (brokers.instanceType.startsWith("express.") && brokers.maxStorageGB !== undefined) {
    report({
      code: "express-storage",
      path: ["brokers", "maxStorageGB"],
      at: "key",
      summary: "Express brokers have no disks that grow",
      why: "their storage is AWS's own and has no limit to set",
      fix: 'remove "maxStorageGB"',
    });
  }
  const { iam, scramSecrets, certificateAuthorities, unauthenticated } = authentication;
  const signedIn = iam || scramSecrets.length > 0 || certificateAuthorities.length > 0;
  if (!signedIn && !unauthenticated) {
    report({
      code: "no-authentication",
      path: ["authentication"],
      at: "key",
      summary: "No client could sign in",
      why: "every way to sign in is off",
      fix: "set iam: true, or unauthenticated: true",
    });
  }
  if (spec.encryption.inTransit === "PLAINTEXT" && signedIn) {
    report({
      code: "plaintext",
      path: ["encryption", "inTransit"],
      summary: "Clients can't sign in without TLS",
      why: "IAM, SCRAM and certificates all need an encrypted connection",
      fix: "set inTransit: TLS",
    });
  }
}

/** Reports what a serverless cluster has no use for. */
function checkServerless(spec: MskSpec, report: Report): void {
  const { iam, scramSecrets, certificateAuthorities, unauthenticated } = spec.authentication;
  if (!iam || unauthenticated || scramSecrets.length || certificateAuthorities.length) {
    report({
      code: "serverless-authentication",
      path: ["authentication"],
      at: "key",
      summary: "Clients of a serverless cluster sign in with IAM",
      why: "MSK Serverless knows no other way",
      fix: 'remove "authentication"',
    });
  }
  const chosen = {
    kafkaVersion: spec.kafkaVersion !== undefined,
    brokers: spec.brokers !== undefined,
    properties: Object.keys(spec.properties).length > 0,
    prometheus: spec.prometheus,
    monitoring: spec.monitoring !== "DEFAULT",
  };
  refuse(report, Object.entries(chosen).flatMap(([field, said]) => said ? [field] : []), {
    code: "serverless",
    what: "can't be chosen for a serverless cluster",
    why: "AWS chooses the version, the brokers and their settings",
    or: "set serverless: false",
  });
}
