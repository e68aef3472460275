import type { OriginAccessControlArgs } from "@pulumi/aws/cloudfront/originAccessControl.d.ts";
import type { Expression } from "../../engine/resource.ts";
import type { RenderContext } from "../render.ts";

/** Signs the distribution's requests to a bucket. */
export function accessControl(c: RenderContext<unknown>): Expression {
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
