import { type Document, documentOf } from "./document.ts";

/** Names of the inline policies of a tenant's role. */
export const SUSPENDED = "panka-suspended";
export const REVOKED = "panka-revoked";
export const ZONES = "panka-zones";
export const NETWORK = "panka-network";

/** Denies all that changes something, also to sessions that are live; reads stay. */
export const suspension = (): Document =>
  documentOf(
    [{ Sid: "Suspended", Effect: "Deny", NotAction: READS, Resource: "*" }],
    "inline",
    "policy of a suspended tenant",
  );

/** Denies everything to sessions from before a time. @param at milliseconds since 1970 UTC */
export const revocation = (at: number): Document =>
  documentOf(
    [{
      Sid: "Revoked",
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: { DateLessThan: { "aws:TokenIssueTime": new Date(at).toISOString() } },
    }],
    "inline",
    "policy that ends sessions",
  );

/** The time that {@link revocation} was made with. */
export function revokedBefore(document: Document): number {
  const at = document.Statement[0]?.Condition?.DateLessThan?.["aws:TokenIssueTime"];
  return Date.parse([at ?? ""].flat()[0]!);
}

/** Actions that change nothing, of the services that a tenant's role knows. */
const READS = [
  "acm:Describe*",
  "apigateway:GET",
  "application-autoscaling:Describe*",
  "application-autoscaling:List*",
  "autoscaling:Describe*",
  "cloudfront:Get*",
  "cloudfront:List*",
  "cloudwatch:Describe*",
  "dynamodb:Describe*",
  "dynamodb:GetItem",
  "dynamodb:List*",
  "ec2:Describe*",
  "ec2:Get*",
  "ecr:BatchGet*",
  "ecr:GetD*",
  "ecs:Describe*",
  "ecs:List*",
  "eks:Describe*",
  "eks:List*",
  "elasticache:Describe*",
  "elasticache:List*",
  "elasticfilesystem:Describe*",
  "elasticloadbalancing:Describe*",
  "events:Describe*",
  "events:List*",
  "iam:Get*",
  "iam:List*",
  "kafka:Describe*",
  "kafka:Get*",
  "kafka:List*",
  "kms:Decrypt",
  "kms:Describe*",
  "lambda:Get*",
  "lambda:List*",
  "logs:Describe*",
  "logs:Filter*",
  "logs:Get*",
  "logs:List*",
  "memorydb:Describe*",
  "memorydb:List*",
  "rds:Describe*",
  "rds:List*",
  "route53:Get*",
  "route53:List*",
  "s3:Get*",
  "s3:List*",
  "scheduler:Get*",
  "secretsmanager:Describe*",
  "secretsmanager:Get*",
  "servicediscovery:Get*",
  "servicediscovery:List*",
  "sns:Get*",
  "sns:List*",
  "sqs:Get*",
  "sqs:List*",
  "ssm:Get*",
  "states:Describe*",
  "states:Get*",
  "states:List*",
  "states:Validate*",
  "tag:GetResources",
  "wafv2:Get*",
];
