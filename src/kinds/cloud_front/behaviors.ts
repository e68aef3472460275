import { some } from "../shapes/lists.ts";
import type { Behavior } from "./fields.ts";

/** Managed policies: Amazon CloudFront, "Use managed cache policies". */
const CACHE = {
  /** CachingOptimized */
  static: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  /** UseOriginCacheControlHeaders-QueryStrings */
  origin: "4cc15a8a-d715-48a4-82b8-cc0b614638fe",
  /** CachingDisabled */
  off: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
};
/** "Use managed origin request policies": AllViewerExceptHostHeader. */
const ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac";
/** "Use managed response headers policies": SecurityHeadersPolicy. */
const SECURITY_HEADERS = "67f7725c-6f97-4210-82d7-5512b31e9d03";

const READ = ["GET", "HEAD"];
const METHODS = {
  read: READ,
  readOptions: [...READ, "OPTIONS"],
  all: [...READ, "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
};
const INSECURE = { redirect: "redirect-to-https", allow: "allow-all", refuse: "https-only" };

/** A behavior as CloudFront takes it; `fromBucket` decides what is not given. */
export function cacheBehavior(behavior: Behavior, originId: string, fromBucket: boolean) {
  const { viewerRequestFunction, viewerResponseFunction, keyGroups } = behavior;
  const methods = METHODS[behavior.methods ?? (fromBucket ? "read" : "all")];
  const functions = [
    ["viewer-request", viewerRequestFunction],
    ["viewer-response", viewerResponseFunction],
  ].flatMap(([eventType, functionArn]) =>
    functionArn === undefined ? [] : [{ eventType: eventType!, functionArn }]
  );
  return {
    targetOriginId: originId,
    viewerProtocolPolicy: INSECURE[behavior.insecure],
    allowedMethods: methods,
    cachedMethods: READ,
    compress: behavior.compress,
    cachePolicyId: behavior.cachePolicyId ??
      CACHE[behavior.cache ?? (fromBucket ? "static" : "off")],
    originRequestPolicyId: behavior.originRequestPolicyId ??
      (fromBucket ? undefined : ALL_BUT_HOST),
    responseHeadersPolicyId: behavior.responseHeadersPolicyId ?? SECURITY_HEADERS,
    functionAssociations: some(functions),
    trustedKeyGroups: keyGroups,
  };
}

/** What holds for requests that no behavior is for. */
export const PLAIN: Behavior = { insecure: "redirect", compress: true, keyGroups: [] };
