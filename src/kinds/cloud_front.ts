import type { DistributionArgs } from "@pulumi/aws/cloudfront/distribution.d.ts";
import { boolean, choice, list, object, text } from "../schema/field.ts";
import { cacheBehavior, PLAIN } from "./cloud_front/behaviors.ts";
import { checkOrigins, checkRouting, originName } from "./cloud_front/check.ts";
import { behavior, errorPage, origin } from "./cloud_front/fields.ts";
import { isBucket, renderOrigins } from "./cloud_front/origins.ts";
import { defineKind } from "./kind.ts";
import { records } from "./shapes/balancer/records.ts";

/** The hosted zone of every distribution's name: Route 53, AliasTarget. */
const ZONE = "Z2FDTNDATAQYW2";

/** Limits: Amazon CloudFront, "Quotas". */
export const cloudFront = defineKind({
  name: "CloudFront",
  group: "Networking",
  summary: "Cache close to the clients, with a certificate and a name (Amazon CloudFront)",
  fields: {
    origins: list(origin, {
      doc: "Where content comes from",
      required: true,
      min: 1,
      max: 25,
    }),
    behaviors: list(behavior, {
      doc: "What happens with which requests, the first that fits first",
      default: [],
      max: 25,
    }),
    aliases: list(
      text({
        doc: "Host name",
        pattern: /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i,
        hint: "a host name such as www.example.com",
      }),
      { doc: "Names that clients use", default: [], max: 100, unique: "" },
    ),
    certificateArn: text({
      doc: "ACM certificate for the aliases, in us-east-1",
      reference: true,
      pattern: /^arn:[\w-]+:acm:us-east-1:\d{12}:certificate\/.+$/,
      hint: "the ARN of a certificate in us-east-1",
    }),
    hostedZoneId: text({
      doc: "Hosted zone of Route 53 that the aliases are in: they then lead here",
      pattern: /^Z[A-Z0-9]{3,31}$/,
      hint: "the id of a hosted zone, such as Z0123456789ABC",
    }),
    defaultRootObject: text({
      doc: "What / shows",
      pattern: /^[^/].{0,254}$/,
      hint: "a file name such as index.html",
      example: "index.html",
    }),
    singlePage: boolean({
      doc: "Show defaultRootObject, with status 200, wherever nothing is found",
      default: false,
      aliases: ["spa"],
    }),
    errorPages: list(errorPage, {
      doc: "What is shown in place of errors",
      default: [],
      unique: "status",
    }),
    priceClass: choice(["100", "200", "all"], {
      doc: "Where it is served: 100 in Europe and North America, 200 also in Asia, all everywhere",
      default: "100",
      spellings: { PriceClass_100: "100", PriceClass_200: "200", PriceClass_All: "all" },
    }),
    waf: text({
      doc: "ARN of a web ACL of AWS WAF that filters requests, for CloudFront",
      pattern: /^arn:[\w-]+:wafv2:us-east-1:\d{12}:global\/webacl\/\S+$/,
      hint: "the ARN of a global web ACL in us-east-1",
      aliases: ["webAclArn"],
    }),
    geoRestriction: object({
      type: choice(["allow", "deny"], {
        doc: "allow: only from these countries; deny: from all others",
        default: "allow",
        spellings: { whitelist: "allow", blacklist: "deny" },
      }),
      countries: list(
        text({ doc: "Country", pattern: /^[A-Z]{2}$/, hint: "a code of two letters such as DE" }),
        { doc: "Countries, by codes of two letters", required: true, min: 1, unique: "" },
      ),
    }, { doc: "Which countries are served" }),
    minimumTls: choice(["TLSv1.2_2021", "TLSv1.2_2019", "TLSv1.2_2018", "TLSv1.1_2016"], {
      doc: "Oldest version of TLS that clients may use, with aliases",
      default: "TLSv1.2_2021",
    }),
    enabled: boolean({ doc: "Whether it answers", default: true }),
  },
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
  check(spec, report) {
    checkRouting(spec.origins, spec.behaviors, report);
    if (spec.aliases.length && spec.certificateArn === undefined) {
      report({
        code: "missing-field",
        path: ["aliases"],
        at: "key",
        summary: '"aliases" needs "certificateArn"',
        why: "CloudFront takes only names that a certificate proves",
        fix: "add certificateArn: the ARN of an ACM certificate in us-east-1",
      });
    }
    if (!spec.aliases.length) {
      for (const field of ["certificateArn", "hostedZoneId"] as const) {
        if (spec[field] === undefined) continue;
        report({
          code: "missing-field",
          path: [field],
          at: "key",
          summary: `"${field}" needs "aliases"`,
          why: "without a name of yours, CloudFront uses its own name and certificate",
          fix: `add aliases: [www.example.com], or remove "${field}"`,
        });
      }
    }
    if (spec.singlePage && spec.defaultRootObject === undefined) {
      report({
        code: "missing-field",
        path: ["singlePage"],
        at: "key",
        summary: '"singlePage" needs "defaultRootObject"',
        why: "it is what is shown",
        fix: "add defaultRootObject: index.html",
      });
    }
    spec.errorPages.forEach(({ path, respondWith }, i) => {
      if ((path === undefined) === (respondWith === undefined)) return;
      report({
        code: "missing-field",
        path: ["errorPages", i],
        summary: '"path" and "respondWith" go together',
        why: "CloudFront wants both, or neither to only keep the error for some time",
        fix: path === undefined ? "add path: /error.html" : "add respondWith: 200",
      });
    });
  },
  checkUses(spec, used, report) {
    checkOrigins(spec.origins, spec.behaviors, used, report);
  },
  render(c) {
    const { spec } = c;
    const byName = new Map(spec.origins.map((item, i) => [originName(item, i), item]));
    const rendered = (item: typeof PLAIN) => {
      const name = item.origin ?? originName(spec.origins[0]!, 0);
      return cacheBehavior(item, name, isBucket(c, byName.get(name)!));
    };
    const isRest = ({ path }: { path?: string }) => path === undefined || path === "/*";
    const some = spec.behaviors.filter((item) => !isRest(item));
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
        orderedCacheBehaviors: some.length
          ? some.map((item) => ({ ...rendered(item), pathPattern: item.path! }))
          : undefined,
        aliases: named ? spec.aliases : undefined,
        viewerCertificate: named
          ? {
            acmCertificateArn: c.value(spec.certificateArn!),
            sslSupportMethod: "sni-only",
            minimumProtocolVersion: spec.minimumTls,
          }
          : { cloudfrontDefaultCertificate: true },
        defaultRootObject: spec.defaultRootObject,
        customErrorResponses: pages.length ? pages : undefined,
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
  },
  access(outputs, { mode }) {
    return mode === "consume" ? [] : [{
      actions: ["cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"],
      resources: [outputs.arn],
    }];
  },
});
