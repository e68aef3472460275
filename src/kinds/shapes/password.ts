import type { Expression, Value } from "../../engine/resource.ts";
import type { Handle, RenderContext } from "../render.ts";
import { secretArn } from "./secret.ts";
import type { Statement } from "./statement.ts";

/** A secret of the spec that holds a password. */
export type Secret = { ref: string } | undefined;

/** The password as the engine reads it; undefined when AWS makes it. */
export const password = (secret: Secret): Expression | undefined =>
  secret && { $secret: secret.ref };

/** ARN of the secret with the password: the spec's, else that which AWS made for `server`; empty without either. */
export const passwordArn = (c: RenderContext<unknown>, secret: Secret, server?: Handle): Value =>
  secret ? secretArn(c, secret.ref) : server?.first("masterUserSecrets", "secretArn") ?? "";

/** Leave to read the password; `arn` is empty where there is none. */
export function passwordStatements(secret: Secret, arn: Value): Statement[] {
  if (arn === "") return [];
  return [{
    actions: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
    // AWS decides on the full ARN, which ends in six characters that a path does not tell.
    resources: secret ? [arn, { $join: [arn, "-??????"] }] : [arn],
  }];
}
