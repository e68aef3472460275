import type { FunctionUrlArgs } from "@pulumi/aws/lambda/functionUrl.d.ts";
import type { PermissionArgs } from "@pulumi/aws/lambda/permission.d.ts";
import type { Expression } from "../../engine/resource.ts";
import { boolean, choice, type Infer, integer, list, object, text } from "../../schema/field.ts";
import type { Handle, RenderContext } from "../render.ts";

const texts = (doc: string) => list(text({ doc }), { doc: `${doc}s that are allowed` });

export const functionUrl = object({
  enabled: boolean({ doc: "Give the function an HTTPS address of its own", default: true }),
  auth: choice(["iam", "none"], {
    doc: "iam: callers sign their requests; none: anybody may call",
    default: "iam",
    spellings: { AWS_IAM: "iam" },
  }),
  streaming: boolean({ doc: "Send the answer while it is made", default: false }),
  cors: object({
    allowOrigins: texts("Origin"),
    allowMethods: texts("Method"),
    allowHeaders: texts("Header"),
    allowCredentials: boolean({ doc: "Let browsers send cookies" }),
    maxAge: integer({
      doc: "How long browsers keep the answer",
      unit: "seconds",
      min: 0,
      max: 86_400,
    }),
  }, { doc: "What browsers may do from other origins" }),
}, { doc: "HTTPS address of the function (a Lambda function URL)" });

/** Gives the function an address; answers it. */
export function addressOf(
  c: RenderContext<unknown>,
  fn: Handle,
  { auth, streaming, cors }: Infer<typeof functionUrl>,
): Expression {
  const authorizationType = auth === "iam" ? "AWS_IAM" : "NONE";
  const url = c.resource<FunctionUrlArgs>("aws:lambda/functionUrl:FunctionUrl", "url", {
    functionName: fn.attr("name"),
    authorizationType,
    invokeMode: streaming ? "RESPONSE_STREAM" : "BUFFERED",
    cors,
  });
  if (auth === "none") {
    // The provider adds lambda:InvokeFunctionUrl by itself; since October 2025 AWS wants this one too.
    c.resource<PermissionArgs>("aws:lambda/permission:Permission", "url-permission", {
      statementId: "FunctionURLInvokeAllowPublicAccess",
      action: "lambda:InvokeFunction",
      function: fn.attr("name"),
      principal: "*",
      invokedViaFunctionUrl: true,
    });
  }
  return url.attr("functionUrl");
}
