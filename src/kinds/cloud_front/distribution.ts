import type { DistributionArgs } from "@pulumi/aws/cloudfront/distribution.d.ts";
import type { RenderContext } from "../render.ts";
import { records } from "../shapes/balancer/records.ts";
import { some } from "../shapes/lists.ts";
import { cacheBehavior, PLAIN } from "./behaviors.ts";
import { originName } from "./check.ts";
import type { CloudFrontSpec } from "./fields.ts";
import { isBucket, renderOrigins } from "./origins.ts";

/** The hosted zone of every distribution's name: Route 53, AliasTarget. */
const ZONE = "Z2FDTNDATAQYW2";

/** The distribution, and the names that lead to it. */
export function renderDistribution(c: RenderContext<CloudFrontSpec>) {
  const { spec } = c;
  const byName = new Map(spec.origins.map((item, i) => [originName(item, i), item]));
  const rendered = (item: typeof PLAIN) => {
    const name = item.origin ?? originName(spec.origins[0]!, 0);
    return cacheBehavior(item, name, isBucket(c, byName.get(name)!));
  };
  const isRest = ({ path }: { path?: string }) => path === undefined || path === "/*";
  const ordered = spec.behaviors.filter((item) => !isRest(item));
  const own = new Set(spec.errorPages.map(({ status }) => status));
  // A bucket that may not be listed answers 403 for what is not there.
  const lost = spec.singlePage ? [403, 404].filter((status) => !own.has(status)) : [];
  const pages = [
    ...spec.errorPages.map(({ status, path, respondWith, cacheSeconds }) => ({
      errorCode: status,
      responsePagePath: path,
      responseCode: respondWith,
      errorCachingMinTtl: cacheSeconds,
    })),
    ...lost.map((status) => ({
      errorCode: status,
      responsePagePath: `/${spec.defaultRootObject}`,
      responseCode: 200,
      errorCachingMinTtl: 10,
    })),
  ];
  const named = spec.aliases.length > 0;
  const distribution = c.resource<DistributionArgs>(
    "aws:cloudfront/distribution:Distribution",
    "distribution",
    {
      comment: `${c.stack.name} ${c.stack.environment} ${c.id}`.slice(0, 128),
      enabled: spec.enabled,
      isIpv6Enabled: true,
      httpVersion: "http2and3",
      origins: renderOrigins(c, spec.origins),
      defaultCacheBehavior: rendered(spec.behaviors.find(isRest) ?? PLAIN),
      orderedCacheBehaviors: some(
        ordered.map((item) => ({ ...rendered(item), pathPattern: item.path! })),
      ),
      aliases: named ? spec.aliases : undefined,
      viewerCertificate: named
        ? {
          acmCertificateArn: c.value(spec.certificateArn!),
          sslSupportMethod: "sni-only",
          minimumProtocolVersion: spec.minimumTls,
        }
        : { cloudfrontDefaultCertificate: true },
      defaultRootObject: spec.defaultRootObject,
      customErrorResponses: some(pages),
      priceClass: spec.priceClass === "all" ? "PriceClass_All" : `PriceClass_${spec.priceClass}`,
      restrictions: {
        geoRestriction: spec.geoRestriction
          ? {
            restrictionType: spec.geoRestriction.type === "allow" ? "whitelist" : "blacklist",
            locations: spec.geoRestriction.countries,
          }
          : { restrictionType: "none" },
      },
      webAclId: spec.waf,
      tags: c.tags,
    },
    { protect: spec.deletionProtection },
  );
  const domainName = distribution.attr("domainName");
  const { hostedZoneId } = spec;
  if (hostedZoneId !== undefined) {
    const names = spec.aliases.map((name) => ({ name, hostedZoneId }));
    records(c, names, { name: domainName, zoneId: ZONE, v6: true });
  }
  return {
    outputs: {
      domainName,
      url: { $join: ["https://", spec.aliases[0] ?? domainName] },
      distributionId: distribution.id,
      arn: distribution.attr("arn"),
    },
  };
}
