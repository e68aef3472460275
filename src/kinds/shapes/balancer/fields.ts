import { boolean, component, integer, list, object, text } from "../../../schema/field.ts";

export const HOSTED_ZONE = {
  pattern: /^Z[A-Z0-9]{3,31}$/,
  hint: "the id of a hosted zone, such as Z0123456789ABC",
} as const;

/** Who may connect to a load balancer. */
export const allowedCIDRs = list(
  text({
    doc: "Block of addresses",
    pattern: /^[\d.]+\/\d{1,2}$|^[\da-fA-F:]+\/\d{1,3}$/,
    hint: "a block such as 10.0.0.0/8",
  }),
  {
    doc: "Addresses that may connect; default: all, or the VPC's where internal",
    min: 1,
    unique: "",
  },
);

/** What ALB and NLB have in common. Bounds: Elastic Load Balancing, CreateLoadBalancer, CreateListener. */
export const balancerFields = {
  internal: boolean({
    doc: "Reachable from the VPC only",
    default: false,
    replaces: "AWS can't move a load balancer between public and private",
  }),
  allowedCIDRs,
  accessLogs: object({
    component: component({ doc: "S3 component with acceptLogs: true", kinds: ["S3"] }),
    bucket: text({
      doc: "Name of another bucket; its policy must let Elastic Load Balancing write",
      pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
      hint: "the name of a bucket",
    }),
    prefix: text({
      doc: "Put before the names of the logs",
      pattern: /^(?!.*AWSLogs)[^/].*[^/]$/,
      hint: "a path without slashes at its ends and without AWSLogs",
    }),
  }, { doc: "Write a log of all requests to a bucket", exactlyOne: [["component"], ["bucket"]] }),
  records: list(
    object({
      name: text({
        doc: "Host name",
        required: true,
        pattern: /^(\*\.)?([a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i,
        hint: "a host name such as api.example.com",
        example: "api.example.com",
      }),
      hostedZoneId: text({
        doc: "Hosted zone of Route 53 that the name is in",
        required: true,
        ...HOSTED_ZONE,
        example: "Z0123456789ABC",
        aliases: ["zoneId"],
      }),
    }, { doc: "One name" }),
    { doc: "Names in Route 53 that lead here", default: [], unique: "name" },
  ),
};

/** Outputs that ALB and NLB have in common. */
export const balancerOutputs = {
  arn: { doc: "ARN of the load balancer" },
  name: { doc: "Name of the load balancer" },
  listenerArn: { doc: "ARN of the first listener" },
  listenerArns: { doc: "ARNs of the listeners, separated by commas" },
  zoneId: { doc: "Hosted zone of its host name, for alias records" },
};

export const listenerPort = integer({
  doc: "Port that it is reached at",
  required: true,
  min: 1,
  max: 65_535,
  example: 443,
});

export const certificateField = (doc: string) =>
  text({
    doc,
    pattern: /^arn:[\w-]+:(acm|iam):[\w-]*:\d{12}:(server-)?certificate\/.+$/,
    hint: "the ARN of a certificate",
    reference: true,
  });

export const certificate = certificateField("ACM certificate");

export const moreCertificates = list(certificate, {
  doc: "Certificates for other host names",
  default: [],
  max: 25,
});

export const targetGroupArn = text({
  doc: "Target group that exists, in place of target",
  reference: true,
  pattern: /^arn:[\w-]+:elasticloadbalancing:\S+:targetgroup\/\S+$/,
  hint: "the ARN of a target group",
});

export const sslPolicyField = (doc: string) =>
  text({ doc, pattern: /^ELBSecurityPolicy-[\w-]+$/, hint: "the name of a security policy" });
