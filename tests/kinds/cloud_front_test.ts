import assert from "node:assert/strict";
import { findKind } from "../../src/kinds/registry.ts";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

const CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1234";
const SITE = component("S3", "site", "cloudFront: true");
const API = component("APIGateway", "rest", "routes: []");
const PLAIN = "origins: [{ domainName: www.example.com }]\n";
const own = (spec: string, ...others: string[]) =>
  render([component("CloudFront", "cdn", spec), ...others]).graph.resources
    .filter((r) => r.key.startsWith("api/cdn/"));
const errors = (spec: string, ...others: string[]) =>
  errorsOf(load([component("CloudFront", "cdn", spec), ...others]));

Deno.test("CloudFront passes everything on, uncached, to a host that is no bucket", () => {
  snapshot("cloud-front-minimal", render([component("CloudFront", "cdn", PLAIN)]).graph);
});

Deno.test("CloudFront serves a site from a bucket and an API beside it", () => {
  const spec = `origins:
  - component: site
    path: /public
  - component: rest
    headers: { X-From: cdn }
    shieldRegion: eu-west-1
behaviors:
  - path: /api/*
    origin: rest
    insecure: https-only
    viewerRequestFunction: "arn:aws:cloudfront::123456789012:function/f"
aliases: [www.example.com]
certificateArn: "${CERTIFICATE}"
hostedZoneId: Z0123456789ABC
defaultRootObject: index.html
singlePage: true
errorPages: [{ status: 403, cacheSeconds: 5 }]
geoRestriction: { countries: [DE, FR] }
priceClass: PriceClass_All
deletionProtection: true`;
  snapshot("cloud-front-site", own(spec, SITE, API));
});

Deno.test("CloudFront speaks TLS with a balancer only by a name that its certificate can have", () => {
  const origin = (spec: string) => {
    const balancer = component("ALB", "front", spec);
    const distribution = own("origins: [{ component: front }]", balancer)[0]!;
    return (distribution.properties.origins as Record<string, Record<string, unknown>>[])[0]!;
  };
  const bare = origin("listeners: [{ port: 80 }]");
  assert.equal(bare.customOriginConfig!.originProtocolPolicy, "http-only");
  const certificate = CERTIFICATE.replace("us-east-1", "eu-west-1");
  const secure = origin(
    `listeners: [{ port: 443, certificateArn: "${certificate}" }]\nrecords: [{ name: o.example.com, hostedZoneId: Z0123456789ABC }]`,
  );
  assert.deepEqual(secure.domainName, "o.example.com");
  assert.equal(secure.customOriginConfig!.originProtocolPolicy, "https-only");
});

Deno.test("CloudFront refuses what does not fit together, and says what to do", () => {
  const cases: [string, ...string[]][] = [
    [
      "origins: [{ domainName: a.example.com }, { domainName: a.example.com }]",
      'duplicate-item Two origins are called "a.example.com" | give one of them another name',
    ],
    [
      `${PLAIN}behaviors: [{ path: /a, origin: b }]`,
      'unknown-origin there is no origin "b" | set origin: www.example.com',
    ],
    [
      `${PLAIN}behaviors: [{ cache: off }, { cache: static }]`,
      "second-default Only one behavior can take the requests that are left | add a path to one of them",
    ],
    [
      `${PLAIN}behaviors: [{ keyGroups: [a, b, c, d, e] }]`,
      "wrong-length A behavior takes 4 key groups, not 5 | put keys together in fewer groups",
    ],
    [
      `${PLAIN}aliases: [www.example.com]`,
      'missing-field "aliases" needs "certificateArn" | add certificateArn: the ARN of an ACM certificate in us-east-1',
    ],
    [
      `${PLAIN}hostedZoneId: Z0123456789ABC`,
      'missing-field "hostedZoneId" needs "aliases" | add aliases: [www.example.com], or remove "hostedZoneId"',
    ],
    [
      `${PLAIN}singlePage: true`,
      'missing-field "singlePage" needs "defaultRootObject" | add defaultRootObject: index.html',
    ],
    [
      `${PLAIN}errorPages: [{ status: 404, path: /404.html }]`,
      'missing-field "path" and "respondWith" go together | add respondWith: 200',
    ],
  ];
  for (const [spec, ...expected] of cases) assert.deepEqual(errors(spec), expected, spec);
});

Deno.test("CloudFront refuses components that it can't read from", () => {
  assert.deepEqual(errors("origins: [{ component: site }]", component("S3", "site", "")), [
    'origin-refused "api/site" does not let CloudFront read | add cloudFront: true to "api/site"',
  ]);
  const internal = component("ALB", "front", "internal: true\nlisteners: [{ port: 80 }]");
  assert.deepEqual(errors("origins: [{ component: front }]", internal), [
    'unreachable CloudFront can\'t reach "api/front" | set internal: false in "api/front"',
  ]);
  assert.deepEqual(
    errors("origins: [{ component: rest }]\nbehaviors: [{ cache: origin }]", API),
    [
      "host-header An APIGateway can't be cached as the origin says | set cache: off, or cachePolicyId to a policy of your own",
    ],
  );
});

Deno.test("CloudFront access() lets clients invalidate this distribution's cache", () => {
  const kind = findKind("CloudFront")!;
  assert.deepEqual(kind.access!({ arn: "arn:d" }, { via: "environment", mode: "use" }, {}), [{
    actions: ["cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"],
    resources: ["arn:d"],
  }]);
});
