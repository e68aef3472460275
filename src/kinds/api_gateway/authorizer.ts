import type { AuthorizerArgs } from "@pulumi/aws/apigatewayv2/authorizer.d.ts";
import type { Handle, RenderContext } from "../render.ts";
import { arnOf } from "../shapes/arn.ts";
import { invokePermission } from "../shapes/invoke_permission.ts";
import type { Authorizer } from "./fields.ts";

const HEADER = ["$request.header.Authorization"];

/** One authorizer, and leave for it to call its function. */
export function render(c: RenderContext<unknown>, api: Handle, item: Authorizer): Handle {
  const { name, jwt, component, identitySources = HEADER, cacheSeconds } = item;
  const decides = c.target(component);
  const handle = c.resource<AuthorizerArgs>(
    "aws:apigatewayv2/authorizer:Authorizer",
    `authorizer-${name}`,
    {
      apiId: api.id,
      // Within its API: 128 characters.
      name,
      identitySources,
      ...(jwt
        ? {
          authorizerType: "JWT",
          jwtConfiguration: { issuer: c.value(jwt.issuer), audiences: jwt.audiences },
        }
        : {
          authorizerType: "REQUEST",
          authorizerUri: decides!.outputs.invokeArn!,
          authorizerPayloadFormatVersion: "2.0",
          enableSimpleResponses: true,
          authorizerResultTtlInSeconds: cacheSeconds,
        }),
    },
  );
  if (decides) {
    invokePermission(c, `permission-authorizer-${name}`, {
      functionName: decides.outputs.functionName!,
      principal: "apigateway.amazonaws.com",
      sourceArn: arnOf(c, "execute-api", api.id, "/authorizers/", handle.id),
    });
  }
  return handle;
}
