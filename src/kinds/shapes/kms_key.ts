import type { Expression, Value } from "../../engine/resource.ts";
import { text } from "../../schema/field.ts";
import type { RenderContext } from "../render.ts";
import type { Report } from "../report.ts";
import type { Statement } from "./statement.ts";

/** The field of a kind that can be encrypted with a customer's key. */
export const kmsKeyField = (replaces?: string) =>
  text({
    doc: "KMS key id, ARN or alias; without it the stack's key, else AWS's own",
    example: "alias/data",
    replaces,
  });

/**
 * The ARN of a key named by id, ARN or alias: services differ in what they accept and
 * policies take nothing else, so anything but a key's ARN is asked of AWS.
 * Without `key`, the stack's; undefined where that has none either.
 */
export function kmsKeyArn(
  c: RenderContext<unknown>,
  key: string | undefined = c.stack.kmsKeyId,
): string | Expression | undefined {
  if (key === undefined || /^arn:[\w-]+:kms:[^:]*:[^:]*:key\//.test(key)) return key;
  return c.lookup(`kms/${key}`, "aws:kms/getKey:getKey", { keyId: key }).attr("arn");
}

/** What a client needs of the key to read and write what is encrypted with it. `arn` is empty with AWS's own key. */
export function keyStatements(arn: Value, actions: readonly string[]): Statement[] {
  if (arn === "" || arn === undefined) return [];
  return [{ actions, resources: [arn] }];
}

/** Reports a key where nothing is encrypted. */
export function checkKey(
  { enabled, kmsKeyId }: { enabled: boolean; kmsKeyId?: string },
  report: Report,
): void {
  if (enabled || kmsKeyId === undefined) return;
  report({
    code: "unused-key",
    path: ["encryption", "kmsKeyId"],
    at: "key",
    summary: '"kmsKeyId" has no use without encryption',
    why: "encryption.enabled is false",
    fix: 'set enabled: true, or remove "kmsKeyId"',
  });
}
