import type { ApiArgs } from "@pulumi/aws/apigatewayv2/api.d.ts";
import type { IntegrationArgs } from "@pulumi/aws/apigatewayv2/integration.d.ts";
import type { RouteArgs } from "@pulumi/aws/apigatewayv2/route.d.ts";
import type { StageArgs } from "@pulumi/aws/apigatewayv2/stage.d.ts";
import type { Expression } from "../../engine/resource.ts";
import type { Handle, RenderContext } from "../render.ts";
import { arnOf } from "../shapes/arn.ts";
import { invokePermission } from "../shapes/invoke_permission.ts";
import { keyNames } from "../shapes/key_names.ts";
import type { Trigger } from "./triggers.ts";

/**
 * Routes to the function: of a component of kind APIGateway where one is named, else of an HTTP API
 * of the function's own. Answers the URL of the latter.
 */
export function httpApi(
  c: RenderContext<unknown>,
  fn: Handle,
  triggers: readonly Trigger[],
): Expression | undefined {
  const nameOf = keyNames();
  const named = Map.groupBy(triggers, ({ source }) => source?.component);
  let url: Expression | undefined;
  for (const [id, routes] of named) {
    const own = id === undefined ? ownApi(c) : undefined;
    url ??= own?.attr("apiEndpoint");
    const apiId = own?.id ??
      c.target(id)!.outputs.apiId!;
    const part = id === undefined ? "api" : `api-${nameOf(id)}`;
    const integration = c.resource<IntegrationArgs>(
      "aws:apigatewayv2/integration:Integration",
      `${part}-integration`,
      {
        apiId,
        integrationType: "AWS_PROXY",
        integrationUri: fn.attr("invokeArn"),
        payloadFormatVersion: "2.0",
      },
    );
    for (const { http } of routes) {
      const { method, path } = http ?? { method: "ANY", path: "/{proxy+}" };
      c.resource<RouteArgs>(
        "aws:apigatewayv2/route:Route",
        nameOf(part, "route", method, path),
        {
          apiId,
          routeKey: `${method} ${path}`,
          target: { $join: ["integrations/", integration.id] },
        },
      );
    }
    invokePermission(c, `${part}-permission`, {
      functionName: fn.attr("name"),
      principal: "apigateway.amazonaws.com",
      sourceArn: arnOf(c, "execute-api", apiId, "/*/*"),
    });
  }
  return url;
}

function ownApi(c: RenderContext<unknown>): Handle {
  // 128 characters: API Gateway, CreateApi.
  const name = c.physicalName({ max: 128 });
  const api = c.resource<ApiArgs>("aws:apigatewayv2/api:Api", "api", {
    name,
    protocolType: "HTTP",
    tags: c.tags,
  }, { physicalName: name });
  c.resource<StageArgs>("aws:apigatewayv2/stage:Stage", "api-stage", {
    apiId: api.id,
    name: "$default",
    autoDeploy: true,
    tags: c.tags,
  });
  return api;
}
