import type { ApiMappingArgs } from "@pulumi/aws/apigatewayv2/apiMapping.d.ts";
import type { DomainNameArgs } from "@pulumi/aws/apigatewayv2/domainName.d.ts";
import type { Expression } from "../../engine/resource.ts";
import type { Handle, RenderContext } from "../render.ts";
import { records } from "../shapes/balancer/records.ts";
import type { Domain } from "./settings.ts";

/** The API's own name. */
export function named(
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
