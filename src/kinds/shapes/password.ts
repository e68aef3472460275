import type { Expression, Value } from "../../engine/resource.ts";
import type { Statement } from "./statement.ts";

export interface Login {
  passwordSecret?: { ref: string };
  managedPassword?: boolean;
}

/** The password as the engine reads it; undefined when AWS makes it. */
export function password(login: Login): Expression | undefined {
  return login.passwordSecret && { $secret: login.passwordSecret.ref };
}

/** Leave to read the master user's password. */
export function passwordStatement(login: Login, secretArn: Value): Statement {
  return {
    actions: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
    // AWS decides on the full ARN, which ends in six characters that a path does not tell.
    resources: login.passwordSecret ? [secretArn, { $join: [secretArn, "-??????"] }] : [secretArn],
  };
}
