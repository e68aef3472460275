import type { RouteArgs } from "@pulumi/aws/apigatewayv2/route.d.ts";
import type { Properties } from "../../engine/resource.ts";
import type { Handle, RenderContext } from "../render.ts";
import { render } from "./authorizer.ts";
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
      authorizationScopes: scopes.length ? scopes : undefined,
    };
  };
}
