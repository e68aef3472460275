import type { RenderContext } from "../render.ts";
import { keyStatements } from "../shapes/kms_key.ts";
import { role } from "../shapes/role.ts";
import type { Route } from "./fields.ts";

/** The role with which the API sends to queues. */
export function senderRole(c: RenderContext<unknown>, routes: readonly Route[]) {
  const queues = routes.flatMap(({ target }) => {
    const found = c.target(target);
    return found?.kind.name === "SQS" ? [found.outputs] : [];
  });
  if (queues.length === 0) return undefined;
  return role(c, {
    service: "apigateway.amazonaws.com",
    statements: queues.flatMap(({ arn, kmsKeyArn }) => [
      { actions: ["sqs:SendMessage"], resources: [arn!] },
      ...keyStatements(kmsKeyArn!, ["kms:Decrypt", "kms:GenerateDataKey"]),
    ]),
  });
}
