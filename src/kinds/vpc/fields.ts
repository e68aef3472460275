import { ingressRules } from "../../schema/aws_texts.ts";
import { boolean, choice, type InferFields, list, object, text } from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";

const MOVES = "AWS can't move what is in a subnet";
const cidr = (doc: string) => ({
  doc,
  pattern: /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/,
  hint: "a CIDR block such as 10.20.0.0/16",
});
const subnets = (doc: string) =>
  list(
    object({
      zone: text({
        doc: "Availability zone",
        required: true,
        pattern: /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/,
        hint: "a zone such as eu-west-1a",
        example: "eu-west-1a",
      }),
      cidrBlock: text({
        ...cidr(
          "Addresses; a sixteenth of the VPC's by the subnet's place in the list when absent",
        ),
        replaces: MOVES,
      }),
    }, { doc: "One subnet", shorthand: "zone" }),
    { doc, unique: "zone", max: 8 },
  );

/** What a network is made of; a tenant's configuration has the same. */
export const networkFields = {
  subnets: object({
    public: subnets("Subnets with public addresses"),
    private: subnets("Subnets for what needs no public address"),
  }, {
    doc: "Subnets by zone; zones a and b of the region when absent (ap-northeast-1: a and c)",
    default: {},
  }),
  internetGateway: object({
    enabled: boolean({ doc: "Whether public subnets reach the internet", default: true }),
  }, { doc: "The way to and from the internet", default: {} }),
  natGateway: object({
    enabled: boolean({ doc: "Whether private subnets reach the internet", default: true }),
    type: choice(["single", "per-az"], {
      doc: "single: one for all zones, cheaper; per-az: no zone depends on another",
      default: "single",
    }),
  }, { doc: "The way out of private subnets; AWS charges it by the hour", default: {} }),
  defaultSecurityGroup: object({
    ingress: ingressRules("What may connect to it"),
  }, { doc: "Rules of the VPC's default security group; without, it lets nothing in and out" }),
};

export const vpcFields = {
  cidrBlock: text({
    ...cidr("Addresses, /16 to /24"),
    required: true,
    replaces: "AWS can't change a VPC's first block",
    example: "10.20.0.0/16",
  }),
  ...networkFields,
};
export type VpcSpec = InferFields<typeof vpcFields> & CommonSpec;
