import type { OriginAccessControlArgs } from "@pulumi/aws/cloudfront/originAccessControl.d.ts";
import type { Expression } from "../../engine/resource.ts";
import type { RenderContext, Target } from "../render.ts";
import { some } from "../shapes/lists.ts";
import { originName } from "./check.ts";
import type { Origin } from "./fields.ts";

/** Whether an origin is a bucket that CloudFront reads as itself. */
export const isBucket = (c: RenderContext<unknown>, { component }: Origin): boolean =>
  c.target(component)?.kind.name === "S3";

/** Origins as CloudFront takes them. */
export function renderOrigins(c: RenderContext<unknown>, origins: readonly Origin[]) {
  const access = origins.some((origin) => isBucket(c, origin)) ? accessControl(c) : undefined;
  return origins.map((origin, i) => {
    const target = c.target(origin.component);
    const headers = Object.entries(origin.headers).sort(([a], [b]) => a < b ? -1 : 1);
    const common = {
      originId: originName(origin, i),
      originPath: origin.path,
      connectionTimeout: origin.connectTimeoutSeconds,
      customHeaders: some(headers.map(([name, value]) => ({ name, value }))),
      originShield: origin.shieldRegion === undefined
        ? undefined
        : { enabled: true, originShieldRegion: origin.shieldRegion },
    };
    if (target && isBucket(c, origin)) {
      return {
        ...common,
        domainName: target.outputs.domainName!,
        originAccessControlId: access,
      };
    }
    const { host, secure } = target ? hostOf(target) : { host: undefined, secure: true };
    const protocol = origin.protocol ?? (secure ? "https" : "http");
    return {
      ...common,
      domainName: host ?? c.value(origin.domainName!),
      customOriginConfig: {
        httpPort: 80,
        httpsPort: 443,
        originProtocolPolicy: protocol === "match" ? "match-viewer" : `${protocol}-only`,
        originSslProtocols: ["TLSv1.2"],
        originReadTimeout: origin.readTimeoutSeconds,
      },
    };
  });
}

/** A balancer's own name is in no certificate: only by a record of ours can it be trusted. */
function hostOf({ kind, outputs, spec }: Target): { host: string | Expression; secure: boolean } {
  if (kind.name === "APIGateway") return { host: outputs.domainName!, secure: true };
  const { records, listeners } = spec as {
    records: { name: string }[];
    listeners: { port: number }[];
  };
  const record = records[0]?.name;
  return {
    host: record ?? outputs.dnsName!,
    secure: record !== undefined && listeners.some(({ port }) => port === 443),
  };
}

/** Signs the distribution's requests to a bucket. */
function accessControl(c: RenderContext<unknown>): Expression {
  // 64 characters: Amazon CloudFront, CreateOriginAccessControl.
  const name = c.physicalName({ max: 64 });
  return c.resource<OriginAccessControlArgs>(
    "aws:cloudfront/originAccessControl:OriginAccessControl",
    "access",
    {
      name,
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    },
    { physicalName: name },
  ).id;
}
