import { boolean, type Infer, list, object, text } from "../../schema/field.ts";

export const authentication = object({
  iam: boolean({ doc: "Clients sign in with their AWS role", default: true }),
  scramSecrets: list(
    text({
      doc: "ARN of a secret whose name starts with AmazonMSK_",
      pattern: /^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:AmazonMSK_\S+$/,
      hint: "the ARN of a secret whose name starts with AmazonMSK_",
    }),
    {
      doc: "Clients sign in with these user names and passwords (SASL/SCRAM)",
      default: [],
      unique: "",
    },
  ),
  certificateAuthorities: list(
    text({
      doc: "ARN of a private certificate authority",
      pattern: /^arn:[\w-]+:acm-pca:\S+$/,
      hint: "the ARN of a certificate authority of AWS Private CA",
    }),
    { doc: "Clients sign in with certificates of these (mutual TLS)", default: [], unique: "" },
  ),
  unauthenticated: boolean({ doc: "Clients need not sign in", default: false }),
}, { doc: "How clients sign in", default: {} });

export type Authentication = Infer<typeof authentication>;
