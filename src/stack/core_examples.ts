/** A complete spec of each kind that is not a component. */
export const CORE_EXAMPLES: Readonly<Record<string, string>> = {
  Stack: `provider:
  region: eu-west-1
  accountId: "123456789012"
variables:
  DOMAIN: shop.example
environments:
  staging:
    variables:
      DOMAIN: staging.shop.example
  production:
    production: true
outputs:
  queue: \${api/orders.queueUrl}`,
  Service: `variables:
  LOG_LEVEL: info
dependsOn:
  - data
infrastructure:
  defaults:
    MicroService:
      runtime:
        cpu: 512
        memory: 1024`,
  InfraDefaults: `defaults:
  SQS:
    visibilityTimeout: 120
  RDS:
    backup:
      retentionDays: 14
tags:
  cost-center: "4711"`,
  ServiceInfraDefaults: `defaults:
  Lambda:
    memory: 512
    timeout: 60`,
  ComponentInfra: `runtime:
  cpu: 1024
  memory: 2048`,
  Networking: `existing:
  vpcId: vpc-0a1b2c3d
  subnetIds:
    public: [subnet-0a1b2c3d, subnet-1b2c3d4e]
    private: [subnet-2c3d4e5f, subnet-3d4e5f60]`,
  Security: `kmsKeyId: alias/shop
permissionsBoundary: arn:aws:iam::123456789012:policy/app-boundary
deletionProtection: true`,
  Observability: `logRetentionDays: 90`,
};
