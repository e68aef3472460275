import { checkDistribution, checkOrigins } from "./cloud_front/check.ts";
import { renderDistribution } from "./cloud_front/distribution.ts";
import { distributionFields } from "./cloud_front/fields.ts";
import { defineKind } from "./kind.ts";

/** Limits: Amazon CloudFront, "Quotas". */
export const cloudFront = defineKind({
  name: "CloudFront",
  group: "Networking",
  summary: "Cache close to the clients, with a certificate and a name (Amazon CloudFront)",
  fields: distributionFields,
  outputs: {
    domainName: { doc: "Host name that AWS gave it" },
    url: { doc: "URL, with the first alias as host" },
    distributionId: { doc: "Id of the distribution", aliases: ["id"] },
    arn: { doc: "ARN of the distribution" },
  },
  holdsData: false,
  proof: { level: "emulator", note: "nothing is served" },
  example: `origins:
  - name: site
    domainName: www.example.com
    path: /public
  - name: api
    domainName: api.example.com
behaviors:
  - path: /api/*
    origin: api
  - origin: site
    cache: static
defaultRootObject: index.html`,
  check: checkDistribution,
  checkUses: checkOrigins,
  render: renderDistribution,
  access(outputs, { mode }) {
    return mode === "consume" ? [] : [{
      actions: ["cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"],
      resources: [outputs.arn],
    }];
  },
});
