import type { Expression, Value } from "../../engine/resource.ts";
import { partition } from "../../ports/partition.ts";
import { list, text } from "../../schema/field.ts";
import type { RenderContext } from "../render.ts";
import { arnOf } from "./arn.ts";
import { type Grant, resourcePolicy } from "./resource_policy.ts";

/** Services whose principal is their name in ARNs with ".amazonaws.com". */
const SENDER = /^arn:[\w-]+:(sns|s3|events|cloudwatch|ses|budgets):\S+$/;

export const sendersField = (what: string) =>
  list(
    text({
      doc: "ARN of a topic, bucket, event rule, alarm or budget; * stands for any characters",
      pattern: SENDER,
      hint: "an ARN of SNS, S3, EventBridge, CloudWatch, SES or Budgets",
    }),
    {
      doc: `What else may send to this ${what}: resources of other tenants or accounts`,
      default: [],
      unique: "",
      example: ["arn:aws:sns:eu-west-1:123456789012:orders"],
    },
  );

interface Receiver {
  /** ARN of the queue or topic. */
  arn: Value;
  /** What a sender does: "sqs:SendMessage". */
  action: string;
  /** What is refused without TLS. */
  overTls: string;
  /** Services of this account that may send. */
  services: readonly string[];
  /** Whether topics of this tenant and environment may send, and rules of this account their failures. */
  open?: boolean;
  senders?: readonly string[];
}

/**
 * The policy of a queue or topic: who may send, and only over TLS.
 *
 * SNS and S3 can't send with a role; only the receiver's policy lets them. A receiver has
 * one policy document, so senders can't each bring theirs: the last one written would win,
 * and deleting one sender would silence the others. So the receiver writes it, once, for
 * whatever of its own tenant and account may come, and does not change when senders do.
 * EventBridge delivers events with a role (event_bridge/targets.ts) and needs this only for
 * dead letters, where AWS takes no role. Lambda functions keep a statement per caller, so
 * there each caller brings its own (invoke_permission.ts).
 */
export function receiverPolicy(c: RenderContext<unknown>, receiver: Receiver): Expression {
  const { arn, action, overTls, services, open, senders = [] } = receiver;
  const { tenant, environment, region } = c.stack;
  const allow = (
    sid: string,
    service: string,
    conditions: Record<string, Record<string, Value>>,
  ): Grant => ({
    sid,
    principal: { service: `${service}.amazonaws.com` },
    actions: [action],
    resource: arn,
    conditions,
  });
  const grants: Grant[] = [{
    sid: "OnlyOverTls",
    deny: true,
    principal: "*",
    actions: [overTls],
    resource: arn,
    conditions: { Bool: { "aws:SecureTransport": "false" } },
  }];
  if (open) {
    // Names start with these two, and no topic's name is cut: see physicalName.
    const prefix = [tenant, environment].filter((part) => part).join("-");
    const source = `arn:${partition(region)}:sns:${region}:`;
    grants.push(allow("Topics", "sns", {
      ArnLike: { "aws:SourceArn": { $join: [source, c.accountId(), `:${prefix}-*`] } },
    }));
    // The names of rules can be cut, so that nothing but the account is left to go by.
    grants.push(allow("Rules", "events", {
      ArnLike: { "aws:SourceArn": arnOf(c, "events", "rule/*") },
    }));
  }
  for (const service of services) {
    grants.push(allow(`From${capital(service)}`, service, {
      StringEquals: { "aws:SourceAccount": c.accountId() },
    }));
  }
  for (const service of [...new Set(senders.map(serviceOf))].sort()) {
    const arns = senders.filter((sender) => serviceOf(sender) === service).sort();
    grants.push(allow(`Named${capital(service)}`, service, { ArnLike: { "aws:SourceArn": arns } }));
  }
  return resourcePolicy(grants);
}

const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1);
const serviceOf = (arn: string) => SENDER.exec(arn)?.[1] ?? "";
