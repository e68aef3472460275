import type { Expression, Value } from "../../engine/resource.ts";
import { boolean, integer, object, text } from "../../schema/field.ts";
import type { Handle, RenderContext } from "../render.ts";
import type { Report } from "../report.ts";
import { secretArn, secretReference } from "./secret.ts";
import type { Statement } from "./statement.ts";

/** A secret named by path, as `secretRef` names one. */
export const secretField = (doc: string) =>
  object({
    ref: text({
      doc: "Path of the secret in Secrets Manager; path#key for one key of a JSON secret",
      required: true,
      aliases: ["secretRef", "name"],
      ...secretReference,
      example: "prod/db/password",
    }),
  }, { doc, shorthand: "ref" });

export const databasePort = (replaces?: string) =>
  integer({
    doc: "Port that it listens on; default: the engine's usual one",
    // Range: RDS, CreateDBInstance.
    min: 1150,
    max: 65_535,
    replaces,
  });

/** Who logs in to a database, and with what password. */
export const loginFields = {
  username: text({
    doc: "Name of the master user",
    required: true,
    pattern: /^[A-Za-z][A-Za-z0-9_]{0,62}$/,
    hint: "a letter, then up to 62 letters, digits and underscores",
    example: "dbadmin",
    replaces: "AWS can't rename the master user",
  }),
  passwordSecret: secretField("Existing secret with the master user's password"),
  managedPassword: boolean({
    doc:
      "AWS makes the password, keeps it in Secrets Manager and rotates it; on without passwordSecret",
  }),
  port: databasePort(),
};

/** Reports a login that has two passwords, or none. */
export function checkLogin(
  login: { passwordSecret?: unknown; managedPassword?: boolean },
  report: Report,
): void {
  if (login.passwordSecret && login.managedPassword) {
    report({
      code: "exclusive-fields",
      path: ["database", "managedPassword"],
      at: "key",
      summary: `"passwordSecret" and "managedPassword" can't be given together`,
      why: "a password that AWS manages is in a secret that AWS makes",
      fix: `remove "passwordSecret" (preferred), or "managedPassword"`,
    });
  }
  if (!login.passwordSecret && login.managedPassword === false) {
    report({
      code: "missing-field",
      path: ["database", "managedPassword"],
      summary: `"database" has no password`,
      why: "managedPassword is false and there is no passwordSecret",
      fix: "set managedPassword: true, or add passwordSecret: {ref: path/of/secret}",
    });
  }
}

/** A secret of the spec that holds a password. */
type Secret = { ref: string } | undefined;

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
