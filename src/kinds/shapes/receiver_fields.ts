import { list, text } from "../../schema/field.ts";

/** Services whose principal is their name in ARNs with ".amazonaws.com". */
export const SENDER = /^arn:[\w-]+:(sns|s3|events|cloudwatch|ses|budgets):\S+$/;

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
