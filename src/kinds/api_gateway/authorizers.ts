import type { AuthorizerArgs } from "@pulumi/aws/apigatewayv2/authorizer.d.ts";
import type { RouteArgs } from "@pulumi/aws/apigatewayv2/route.d.ts";
import type { Properties } from "../../engine/resource.ts";
import type { Handle, RenderContext } from "../render.ts";
import { arnOf } from "../shapes/arn.ts";
import { invokePermission } from "../shapes/invoke_permission.ts";
import { some } from "../shapes/lists.ts";
import type { Authorizer, Route } from "./fields.ts";

/** Makes the authorizers; answers what a route says of who may call. */
export function authorizers(
  c: RenderContext<unknown>,
  api: Handle,
  items: readonly Authorizer[],
): (route: Route, usual: string | undefined) => Partial<Properties<RouteArgs>> {
  const made = new Map(items.map((item) => [item.name, { item, handle: render(c, api, item) }]));
  return ({ authorizer, scopes }, usual = "none") => {
    const name = authorizer ?? usual;
    if (name === "none") return { authorizationType: "NONE" };
    if (name === "iam") return { authorizationType: "AWS_IAM" };
    const { item, handle } = made.get(name)!;
    return {
      authorizationType: item.jwt ? "JWT" : "CUSTOM",
      authorizerId: handle.id,
      authorizationScopes: some(scopes),
    };
  };
}

const HEADER = ["$request.header.Authorization"];

/** One authorizer, and leave for it to call its function. */
function render(c: RenderContext<unknown>, api: Handle, item: Authorizer): Handle {
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
