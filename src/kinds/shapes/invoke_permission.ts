import type { PermissionArgs } from "@pulumi/aws/lambda/permission.d.ts";
import type { Expression } from "../../engine/resource.ts";
import type { Handle, RenderContext } from "../render.ts";

/**
 * Lets an AWS service call a function on behalf of one resource. Each is a statement of its
 * own in the function's policy, so that callers don't overwrite each other.
 */
export function invokePermission(
  c: RenderContext<unknown>,
  name: string,
  call: {
    functionName: string | Expression;
    /** "sns.amazonaws.com" */
    principal: string;
    /** ARN, with * where any may follow, of what calls. */
    sourceArn: string | Expression;
  },
): Handle {
  // 100 characters of letters, digits, - and _: Lambda, AddPermission.
  const statementId = c.physicalName({ max: 100, allowed: /[\w-]/, part: name });
  return c.resource<PermissionArgs>("aws:lambda/permission:Permission", name, {
    statementId,
    action: "lambda:InvokeFunction",
    function: call.functionName,
    principal: call.principal,
    sourceArn: call.sourceArn,
  });
}
