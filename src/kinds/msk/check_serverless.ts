import { refuse, type Report } from "../report.ts";
import type { MskSpec } from "./fields.ts";

/** Reports what a serverless cluster has no use for. */
export function checkServerless(spec: MskSpec, report: Report): void {
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
