import { apiFields } from "./api_gateway/api_fields.ts";
import { checkRoutes } from "./api_gateway/check.ts";
import { checkTargets } from "./api_gateway/check_targets.ts";
import { renderApi } from "./api_gateway/render.ts";
import { defineKind } from "./kind.ts";

export const apiGateway = defineKind({
  name: "APIGateway",
  aliases: ["HTTPAPI"],
  group: "Networking",
  summary: "HTTP API in front of functions, services and queues (Amazon API Gateway)",
  fields: apiFields,
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
      "the way into a VPC is not there; a queue as target and a function that decides are not kept; after the first run a preview shows a difference in authorizers; nothing is called",
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
  render: renderApi,
  access(outputs, { mode }) {
    return mode === "consume"
      ? []
      : [{ actions: ["execute-api:Invoke"], resources: [{ $join: [outputs.arn, "/*"] }] }];
  },
});
