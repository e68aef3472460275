import type { Expression, Value } from "../../engine/resource.ts";
import type { RenderContext } from "../render.ts";
import { arnOf } from "./arn.ts";
import type { Statement } from "./statement.ts";

/** `GetSecretValue` takes 512 characters of / _ + = . @ - besides letters and digits. */
export const secretReference = {
  pattern: /^(arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:)?[\w/+=.@-]{1,512}(#[^#:\s]+)?$/,
  hint: 'the path of a secret in Secrets Manager, "path" or "path#key"',
} as const;

/** Takes apart "path", "path#key" or either with a full ARN: a secret in Secrets Manager, and a JSON key in it. */
export function secretName(reference: string): { path: string; key?: string } {
  const [path = "", key] = reference.split("#");
  return { path, key };
}

/** The ARN without the six characters that AWS appends: what a task or a client asks with. */
export function secretArn(c: RenderContext<unknown>, reference: string): string | Expression {
  const { path } = secretName(reference);
  return path.startsWith("arn:") ? path : arnOf(c, "secretsmanager", `secret:${path}`);
}

/** Leave to read exactly these secrets. */
export function secretStatements(
  c: RenderContext<unknown>,
  references: readonly string[],
): Statement[] {
  if (references.length === 0) return [];
  const paths = [...new Set(references.map((reference) => secretName(reference).path))].sort();
  // AWS decides on the full ARN, which ends in a dash and six characters.
  const resources = paths.flatMap((path): Value[] =>
    path.startsWith("arn:")
      ? [path, `${path}-??????`]
      : [arnOf(c, "secretsmanager", `secret:${path}-??????`)]
  );
  // A secret may have a key of its own: what decrypts with it says which secret it is for
  // (Secrets Manager, "Secret encryption and decryption").
  const keys = paths.map((path): Value => {
    if (!path.startsWith("arn:")) return arnOf(c, "kms", "key/*");
    const [arn, part, , region, account] = path.split(":");
    return [arn, part, "kms", region, account, "key/*"].join(":");
  });
  return [
    { actions: ["secretsmanager:GetSecretValue"], resources },
    {
      actions: ["kms:Decrypt"],
      resources: keys,
      conditions: { StringLike: { "kms:EncryptionContext:SecretARN": resources } },
    },
  ];
}
