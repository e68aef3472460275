import type { ApiArgs } from "@pulumi/aws/apigatewayv2/api.d.ts";
import type { ApiMappingArgs } from "@pulumi/aws/apigatewayv2/apiMapping.d.ts";
import type { DomainNameArgs } from "@pulumi/aws/apigatewayv2/domainName.d.ts";
import type { RouteArgs } from "@pulumi/aws/apigatewayv2/route.d.ts";
import type { StageArgs } from "@pulumi/aws/apigatewayv2/stage.d.ts";
import type { Expression } from "../engine/resource.ts";
import { boolean, list, object, text } from "../schema/field.ts";
import { authorizers } from "./api_gateway/authorizers.ts";
import { checkRoutes, checkTargets, routeKey } from "./api_gateway/check.ts";
import {
  authorizer,
  BURST,
  cors,
  type Domain,
  domain,
  RATE,
  route,
  throttle,
} from "./api_gateway/fields.ts";
import { integrations } from "./api_gateway/integrations.ts";
import { defineKind } from "./kind.ts";
import type { Handle, RenderContext } from "./render.ts";
import { arnOf, partition } from "./shapes/arn.ts";
import { records } from "./shapes/balancer/records.ts";
import { keyNames } from "./shapes/key_names.ts";
import { logGroup } from "./shapes/log_group.ts";

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

export const apiGateway = defineKind({
  name: "APIGateway",
  aliases: ["HTTPAPI"],
  group: "Networking",
  summary: "HTTP API in front of functions, services and queues (Amazon API Gateway)",
  fields: {
    routes: list(route, { doc: "Who answers which requests", default: [], max: 300 }),
    cors,
    authorizers: list(authorizer, {
      doc: "What decides who may call",
      default: [],
      max: 10,
      unique: "name",
    }),
    defaultAuthorizer: text({
      doc: "Who may call routes that say nothing: the name of an authorizer, iam, or none",
      default: "none",
    }),
    domain,
    disableDefaultEndpoint: boolean({
      doc: "Answer by the domain's name only",
      default: false,
    }),
    throttle,
    accessLogs: object({
      enabled: boolean({ doc: "Write a line for each request to CloudWatch", default: true }),
    }, { doc: "Log of requests", default: {} }),
    detailedMetrics: boolean({
      doc: "Count requests by route, which CloudWatch bills",
      default: false,
    }),
  },
  outputs: {
    url: { doc: "URL, by the domain's name where there is one" },
    domainName: { doc: "Host name that AWS gave it, or the domain's where that is off" },
    apiId: { doc: "Id of the API", aliases: ["id"] },
    arn: { doc: "ARN that calls are allowed by" },
    name: { doc: "Name of the API" },
  },
  holdsData: false,
  proof: {
    level: "emulator",
    note:
      "the way into a VPC is not there; a queue as target and a function that decides are not kept; nothing is called",
  },
  example: `routes:
  - path: /orders/{id}
    method: GET
    url: https://orders.example.com/{id}
    authorizer: users
    scopes: [orders.read]
authorizers:
  - name: users
    jwt:
      issuer: https://login.example.com/
      audiences: [shop]
cors:
  allowOrigins: [https://www.example.com]
throttle:
  ratePerSecond: 100
  burst: 200`,
  check(spec, report) {
    checkRoutes(spec, report);
    if (spec.disableDefaultEndpoint && spec.domain === undefined) {
      report({
        code: "unreachable",
        path: ["disableDefaultEndpoint"],
        summary: "Nobody could call the API",
        why: "its own name is off, and it has no domain",
        fix: "add domain, or set disableDefaultEndpoint: false",
      });
    }
  },
  checkUses(spec, used, report) {
    checkTargets(spec.routes, used, report);
  },
  render(c) {
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
        exposeHeaders: spec.cors.exposeHeaders.length ? spec.cors.exposeHeaders : undefined,
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
      // With either, both limits: what is not said would be taken for none at all.
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
    const suffix = partition(c.stack.region) === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
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
  },
  access(outputs, { mode }) {
    return mode === "consume"
      ? []
      : [{ actions: ["execute-api:Invoke"], resources: [{ $join: [outputs.arn, "/*"] }] }];
  },
});

/** The API's own name. */
function named(
  c: RenderContext<unknown>,
  api: Handle,
  stage: Handle,
  { name, certificateArn, hostedZoneId, basePath }: Domain,
): void {
  const domain = c.resource<DomainNameArgs>("aws:apigatewayv2/domainName:DomainName", "domain", {
    domainName: name,
    domainNameConfiguration: {
      certificateArn: c.value(certificateArn!),
      endpointType: "REGIONAL",
      securityPolicy: "TLS_1_2",
    },
    tags: c.tags,
  }, { physicalName: name });
  c.resource<ApiMappingArgs>("aws:apigatewayv2/apiMapping:ApiMapping", "mapping", {
    apiId: api.id,
    domainName: domain.id,
    stage: stage.id,
    apiMappingKey: basePath,
  });
  if (hostedZoneId === undefined) return;
  const target = (attribute: string): Expression => ({
    $attr: [domain.key, `domainNameConfiguration.${attribute}`],
  });
  records(c, [{ name, hostedZoneId }], {
    name: target("targetDomainName"),
    zoneId: target("hostedZoneId"),
  });
}
