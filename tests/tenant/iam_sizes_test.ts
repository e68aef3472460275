import { tenantIam } from "../../src/tenant/iam/tenant_iam.ts";

Deno.test("tenantIam() fits into IAM's quotas with long names, many subnets and the partition of the longest name", () => {
  const long = "x".repeat(63);
  const subnet = (i: number) => `subnet-${i.toString(16).padStart(17, "0")}`;
  // It throws where a document is longer than IAM takes.
  tenantIam({
    tenant: "t".repeat(32),
    accountId: "111122223333",
    partition: "aws-us-gov",
    backend: { bucket: long, table: long, region: "us-gov-west-1" },
    kmsKeyArn: `arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/${"0".repeat(36)}`,
    place: {
      vpcId: "vpc-00000000000000000",
      subnetIds: Array.from({ length: 32 }, (_, i) => subnet(i)),
    },
  });
});
