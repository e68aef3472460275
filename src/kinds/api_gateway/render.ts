import type { ApiArgs } from "@pulumi/aws/apigatewayv2/api.d.ts";
import type { RouteArgs } from "@pulumi/aws/apigatewayv2/route.d.ts";
import type { StageArgs } from "@pulumi/aws/apigatewayv2/stage.d.ts";
import { hostDomain, partition } from "../../ports/partition.ts";
import type { Expression } from "../../engine/resource.ts";
import type { RenderContext } from "../render.ts";
import { arnOf } from "../shapes/arn.ts";
import { keyNames } from "../shapes/key_names.ts";
import { some } from "../shapes/lists.ts";
import { logGroup } from "../shapes/log_group.ts";
import type { ApiSpec } from "./api_fields.ts";
import { authorizers } from "./authorizers.ts";
import { routeKey } from "./check.ts";
import { named } from "./domain.ts";
import { integrations } from "./integrations.ts";
import { BURST, RATE } from "./settings.ts";

/** One line per request: API Gateway, "Customize HTTP API access logs". */
const LOG_LINE = {
  time: "$context.requestTimeEpoch",
  request: "$context.requestId",
  ip: "$context.identity.sourceIp",
  method: "$context.httpMethod",
  path: "$context.path",
  route: "$context.routeKey",
  status: "$context.status",
  millis: "$context.responseLatency",
  bytes: "$context.responseLength",
  error: "$context.integrationErrorMessage",
};

/** The API with its routes, its stage and its name. */
export function renderApi(c: RenderContext<ApiSpec>) {
  const { spec } = c;
  // 128 characters: API Gateway, CreateApi.
  const name = c.physicalName({ max: 128 });
  const api = c.resource<ApiArgs>("aws:apigatewayv2/api:Api", "api", {
    name,
    protocolType: "HTTP",
    description: c.description?.slice(0, 1024),
    corsConfiguration: spec.cors && {
      allowOrigins: spec.cors.allowOrigins,
      allowMethods: spec.cors.allowMethods,
      allowHeaders: spec.cors.allowHeaders,
      exposeHeaders: some(spec.cors.exposeHeaders),
      allowCredentials: spec.cors.allowCredentials,
      maxAge: spec.cors.maxAgeSeconds,
    },
    disableExecuteApiEndpoint: spec.disableDefaultEndpoint,
    tags: c.tags,
  }, { physicalName: name, protect: spec.deletionProtection });
  const allowed = authorizers(c, api, spec.authorizers);
  const answering = integrations(c, api, spec.routes);
  const nameOf = keyNames();
  for (const item of spec.routes) {
    c.resource<RouteArgs>(
      "aws:apigatewayv2/route:Route",
      nameOf("route", item.method, item.path.replace("+}", "-all")),
      {
        apiId: api.id,
        routeKey: routeKey(item),
        target: { $join: ["integrations/", answering(item).id] },
        ...allowed(item, spec.defaultAuthorizer),
      },
    );
  }
  const logs = spec.accessLogs.enabled
    // The prefix keeps log groups out of the account's one policy for them, which is full at ten.
    ? logGroup(c, `/aws/vendedlogs/apigateway/${c.physicalName({ max: 480 })}`)
    : undefined;
  const stage = c.resource<StageArgs>("aws:apigatewayv2/stage:Stage", "stage", {
    apiId: api.id,
    name: "$default",
    autoDeploy: true,
    accessLogSettings: logs && {
      destinationArn: logs.attr("arn"),
      format: JSON.stringify(LOG_LINE),
    },
    // With either, both limits: what is not said would be taken for none at all. Without, none: an account may have more.
    defaultRouteSettings: spec.throttle || spec.detailedMetrics
      ? {
        detailedMetricsEnabled: spec.detailedMetrics,
        throttlingRateLimit: spec.throttle?.ratePerSecond ?? RATE,
        throttlingBurstLimit: spec.throttle?.burst ?? BURST,
      }
      : undefined,
    tags: c.tags,
  });
  if (spec.domain) named(c, api, stage, spec.domain);
  const suffix = hostDomain(partition(c.stack.region));
  const given: Expression = {
    $join: [api.id, `.execute-api.${c.stack.region}.${suffix}`],
  };
  const path = spec.domain?.basePath;
  return {
    outputs: {
      url: {
        $join: [
          "https://",
          spec.domain?.name ?? given,
          ...(path === undefined ? [] : [`/${path}`]),
        ],
      },
      domainName: spec.disableDefaultEndpoint ? spec.domain!.name : given,
      apiId: api.id,
      arn: arnOf(c, "execute-api", api.id),
      name,
    },
  };
}
