/** Every kind's example, a change of it, and what it needs beside it, in stacks of those that take about as long. */

/** Fields laid over an example. */
export type Change = Record<string, unknown>;

export interface Rehearsed {
  kind: string;
  /** Name of the component; default: the kind's, in lower case. */
  name?: string;
  /** Laid over the example from the start: what the emulator has not got, made good. */
  with?: Change;
  /** One update of daily life. */
  change: Change;
}

const TASKS =
  "arn:aws:elasticloadbalancing:eu-west-1:000000000000:targetgroup/other/0123456789abcdef";
const login = { database: { name: "app", username: "dbadmin", managedPassword: true } };
const code = { zipFile: "exports.handler = async () => ({ statusCode: 200 })" };
const told = (prefix: string): Change => ({
  functionUrl: { auth: "none" },
  triggers: [{ type: "s3", source: "s3", s3: { prefix } }],
});

export const stacks: Readonly<Record<string, readonly Rehearsed[]>> = {
  serverless: [
    { kind: "SQS", change: { visibilityTimeout: 360 } },
    {
      kind: "SNS",
      with: { subscriptions: [{ component: "sqs" }] },
      change: {
        displayName: "Orders",
        subscriptions: [{ component: "sqs", filterPolicy: { a: ["b"] } }],
      },
    },
    { kind: "DynamoDB", change: { pointInTimeRecovery: false } },
    {
      kind: "S3",
      with: { notifications: [{ component: "sqs", prefix: "queue/" }], eventBridge: true },
      change: {
        versioning: { enabled: true },
        cors: { allowedOrigins: ["*"], allowedMethods: ["GET"] },
      },
    },
    { kind: "Lambda", change: { memory: 512, timeout: 30 } },
    { kind: "Lambda", name: "first", with: told("first/"), change: told("one/") },
    { kind: "Lambda", name: "second", with: told("second/"), change: { ...told("second/"), code } },
    {
      kind: "EventBridge",
      with: {
        rules: [{ name: "orders", pattern: { source: ["shop"] }, targets: [{ component: "sqs" }] }],
      },
      change: { archive: { retentionDays: 60 } },
    },
    { kind: "APIGateway", change: { throttle: { ratePerSecond: 50, burst: 60 } } },
    { kind: "CloudFront", change: { priceClass: "PriceClass_200" } },
  ],
  networks: [
    {
      kind: "VPC",
      change: {
        natGateway: { type: "single" },
        defaultSecurityGroup: { ingress: [{ port: 443, cidrBlocks: ["10.20.0.0/16"] }] },
      },
    },
  ],
  containers: [
    { kind: "MicroService", change: { replicas: 3 } },
    { kind: "Worker", change: { environment: [{ name: "LOG_LEVEL", value: "debug" }] } },
    { kind: "CronJob", change: { schedule: "cron(0 4 * * ? *)" } },
    {
      kind: "ALB",
      change: {
        idleTimeoutSeconds: 90,
        listeners: [{ port: 80, rules: [{ response: { status: 404, body: "no" } }] }],
      },
    },
    {
      kind: "NLB",
      with: { listeners: [{ port: 5432, targetGroupArn: TASKS }] },
      change: { crossZone: false },
    },
  ],
  data: [
    { kind: "RDS", change: { backup: { retentionDays: 7 } } },
    {
      kind: "RDS",
      name: "aurora",
      with: {
        engine: { type: "aurora-postgresql", version: "16.8" },
        instance: { class: "db.r6g.large", storage: undefined },
        ...login,
      },
      change: { backup: { retentionDays: 7 } },
    },
    { kind: "DocumentDB", change: { backup: { retentionDays: 7 } } },
    { kind: "ElastiCacheRedis", change: { backup: { retentionDays: 3 } } },
    {
      kind: "ElastiCacheMemcached",
      change: { maintenance: { preferredWindow: "tue:04:00-tue:05:00" } },
    },
    { kind: "EFS", change: { lifecycleDays: 60 } },
  ],
  // From a password of one's own to one that AWS manages: its secret is not there before.
  login: [
    {
      kind: "RDS",
      with: { database: { name: "app", username: "dbadmin", passwordSecret: { ref: "db" } } },
      change: login,
    },
  ],
  memorydb: [
    { kind: "MemoryDB", change: { backup: { retentionDays: 3 } } },
  ],
  machines: [
    { kind: "EC2Instance", change: { tags: { round: "two" } } },
    { kind: "EBS", change: { sizeGB: 120 } },
  ],
  eks: [{ kind: "EKS", change: { tags: { round: "two" } } }],
  // The emulator can't delete a configuration.
  msk: [{ kind: "MSK", with: { properties: {} }, change: { tags: { round: "two" } } }],
};

/** Services that a stack wants of moto, besides autoscaling: its subnets must be where its cluster is. */
export const ofMoto: Readonly<Record<string, readonly string[]>> = {
  memorydb: ["memorydb", "ec2"],
};

/** Secrets that are there before: path to text. */
export const secretsOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  login: { db: "correct-horse-battery" },
};
