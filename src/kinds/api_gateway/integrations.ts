import type { IntegrationArgs } from "@pulumi/aws/apigatewayv2/integration.d.ts";
import type { Properties } from "../../engine/resource.ts";
import type { Handle, RenderContext, Target } from "../render.ts";
import { arnOf } from "../shapes/arn.ts";
import { invokePermission } from "../shapes/invoke_permission.ts";
import { keyNames } from "../shapes/key_names.ts";
import { keyStatements } from "../shapes/kms_key.ts";
import { role } from "../shapes/role.ts";
import type { Route } from "./fields.ts";
import { vpcLink } from "./vpc_link.ts";

/** Makes one integration for each thing that answers, however many routes lead there. */
export function integrations(
  c: RenderContext<unknown>,
  api: Handle,
  routes: readonly Route[],
): (route: Route) => Handle {
  const inVpc = routes.some(({ target }) => isPrivate(c.target(target)));
  const link = inVpc ? vpcLink(c) : undefined;
  const sender = senderRole(c, routes);
  const nameOf = keyNames();
  const made = new Map<string, Handle>();
  const permitted = new Set<string>();
  return (route) => {
    const key = JSON.stringify([route.target ?? route.url, route.timeoutMillis]);
    const known = made.get(key);
    if (known) return known;
    const target = c.target(route.target);
    const name = nameOf(target?.id ?? route.url ?? "");
    const handle = c.resource<IntegrationArgs>(
      "aws:apigatewayv2/integration:Integration",
      `integration-${name}`,
      {
        apiId: api.id,
        timeoutMilliseconds: route.timeoutMillis,
        ...(target ? propertiesFor(target, link, sender) : {
          integrationType: "HTTP_PROXY",
          integrationMethod: "ANY",
          integrationUri: c.value(route.url!),
          payloadFormatVersion: "1.0",
        }),
      },
      { dependsOn: target?.kind.name === "SQS" ? sender?.policies : undefined },
    );
    if (target?.kind.name === "Lambda" && !permitted.has(target.id)) {
      permitted.add(target.id);
      invokePermission(c, `permission-${name}`, {
        functionName: target.outputs.functionName!,
        principal: "apigateway.amazonaws.com",
        sourceArn: arnOf(c, "execute-api", api.id, "/*/*"),
      });
    }
    made.set(key, handle);
    return handle;
  };
}

const isPrivate = (target: Target | undefined): boolean =>
  target !== undefined && ["ALB", "MicroService", "NLB"].includes(target.kind.name);

function propertiesFor(
  target: Target,
  link: Handle | undefined,
  sender: Handle | undefined,
): Omit<Properties<IntegrationArgs>, "apiId"> {
  const { kind, outputs, spec } = target;
  if (kind.name === "Lambda") {
    return {
      integrationType: "AWS_PROXY",
      integrationMethod: "POST",
      integrationUri: outputs.invokeArn!,
      payloadFormatVersion: "2.0",
    };
  }
  if (kind.name === "SQS") {
    return {
      integrationType: "AWS_PROXY",
      integrationSubtype: "SQS-SendMessage",
      credentialsArn: sender!.attr("arn"),
      payloadFormatVersion: "1.0",
      requestParameters: {
        QueueUrl: outputs.queueUrl!,
        MessageBody: "$request.body",
        // One order for all that comes by this way.
        ...((spec as { type: string }).type === "fifo" && { MessageGroupId: "api" }),
      },
    };
  }
  const serverName = serverNameOf(target);
  return {
    integrationType: "HTTP_PROXY",
    integrationMethod: "ANY",
    integrationUri: outputs.listenerArn!,
    connectionType: "VPC_LINK",
    connectionId: link!.id,
    payloadFormatVersion: "1.0",
    tlsConfig: serverName === undefined ? undefined : { serverNameToVerify: serverName },
  };
}

/** The name in the certificate of a listener that speaks TLS. */
function serverNameOf({ kind, spec }: Target): string | undefined {
  if (kind.name === "MicroService") {
    const { certificateArn, hostname } = (spec as {
      loadBalancer: { certificateArn?: unknown; hostname?: string };
    }).loadBalancer;
    return certificateArn === undefined ? undefined : hostname;
  }
  const { listeners, records } = spec as {
    listeners: { certificateArn?: unknown }[];
    records: { name: string }[];
  };
  return listeners[0]?.certificateArn === undefined ? undefined : records[0]?.name;
}

/** The role with which the API sends to queues. */
function senderRole(c: RenderContext<unknown>, routes: readonly Route[]) {
  const queues = routes.flatMap(({ target }) => {
    const found = c.target(target);
    return found?.kind.name === "SQS" ? [found.outputs] : [];
  });
  if (queues.length === 0) return undefined;
  return role(c, {
    service: "apigateway.amazonaws.com",
    statements: queues.flatMap(({ arn, kmsKeyArn }) => [
      { actions: ["sqs:SendMessage"], resources: [arn!] },
      ...keyStatements(kmsKeyArn!, ["kms:Decrypt", "kms:GenerateDataKey"]),
    ]),
  });
}
