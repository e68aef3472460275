import { kinds } from "../../src/kinds/registry.ts";
import { component } from "./harness.ts";

const IMAGE = 'image: { repository: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/x, tag: "1" }';
const LOGIN = "database: { name: app, username: dbadmin }";
const CODE =
  "runtime: nodejs22.x\nhandler: index.handler\ncode: { zipFile: 'exports.handler = 1' }";

/** Specs that bring the resources which no example has. */
const MORE: readonly [kind: string, spec: string][] = [
  ["ALB", "internal: true\nlisteners: [{ port: 80, rules: [{ target: called }] }]"],
  ["CronJob", `${IMAGE}\nschedule: rate(1 hour)\nconcurrency: forbid\nruntime: { spot: true }`],
  [
    "RDS",
    `engine: { type: postgres, version: "16" }
instance: { class: db.r6g.large, storage: { allocatedGB: 500 } }
${LOGIN}
monitoring: { enhancedMonitoring: true }`,
  ],
  [
    "RDS",
    `engine: { type: aurora-mysql, version: "8.0" }
instance: { class: db.r6g.large, multiAZ: true }
${LOGIN}
monitoring: { enhancedMonitoring: true }`,
  ],
  [
    "EC2Instance",
    "instanceType: t3.micro\nami: ami-0123456789abcdef0\nvolumes: [{ name: data, sizeGB: 9 }]",
  ],
  ["ElastiCacheRedis", "cluster: { nodeType: cache.r6gd.xlarge }\nmonitoring: { slowLog: true }"],
  [
    "EventBridge",
    "bus: own\nallowedAccounts: ['210987654321']\nrules: [{ name: a, pattern: { source: [b] }, targets: [{ component: called }, { component: jobs }] }]",
  ],
  ["Lambda", `${CODE}\nvpc: { enabled: true }\ntracing: true\nsecrets: [a/b]\ndeadLetter: jobs`],
  ["MemoryDB", "cluster: { nodeType: db.r6gd.xlarge }\nsecurity: { authSecret: a/b }"],
  [
    "MicroService",
    `${IMAGE}
ports: [{ name: http, port: 8080 }]
secrets: [{ name: token, secretRef: a/b }]
loadBalancer: { stickySeconds: 60 }
serviceDiscovery: { enabled: true }
autoscaling: { minReplicas: 1, maxReplicas: 4 }
allowExec: true`,
  ],
  ["MicroService", `${IMAGE}\nports: [{ name: raw, port: 9 }]\nloadBalancer: { type: network }`],
  ["Worker", `${IMAGE}\nruntime: { platform: ec2 }`],
  ["Worker", `${IMAGE}\nruntime: { spot: true }`],
  [
    "S3",
    "versioning: true\nreplication: { component: copies }\nacceptLogs: true\ncloudFront: true\nnotifications: [{ component: jobs }]",
  ],
];

/** Every kind's example and more, as components of one stack; what they name is there too. */
export function everyVariant(): string[] {
  return [
    ...kinds.map((kind) => component(kind.name, `an-${kind.name.toLowerCase()}`, kind.example)),
    ...MORE.map(([kind, spec], i) => component(kind, `more-${i}`, spec)),
    component("Lambda", "called", CODE),
    component("SQS", "jobs", "deadLetterQueue: {}"),
    component("S3", "copies", "versioning: true"),
  ];
}
