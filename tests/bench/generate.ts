/** Writes a stack of any size: `services` services that share `components` components, of six kinds that refer to each other. */
export function generateStack(folder: string, components: number, services: number): void {
  Deno.mkdirSync(folder, { recursive: true });
  Deno.writeTextFileSync(
    `${folder}/stack.yaml`,
    `apiVersion: core.panka.io/v1
kind: Stack
metadata: { name: big, tenant: bench }
spec:
  provider: { name: aws, region: eu-west-1, accountId: "123456789012" }
  variables: { LOG_LEVEL: info, VERSION: "1.2.3" }
`,
  );
  for (let s = 0; s < services; s++) {
    const name = `svc-${s}`;
    const path = `${folder}/services/${name}`;
    Deno.mkdirSync(path, { recursive: true });
    Deno.writeTextFileSync(
      `${path}/service.yaml`,
      `apiVersion: core.panka.io/v1\nkind: Service\nmetadata: { name: ${name} }\nspec:\n  variables: { MEMORY: "512" }\n`,
    );
    const own = Math.floor(components * (s + 1) / services) - Math.floor(components * s / services);
    for (let first = 0; first < own; first += 6) {
      const documents = [];
      for (let i = first; i < Math.min(own, first + 6); i++) documents.push(componentOf(i, s));
      Deno.writeTextFileSync(`${path}/part-${first / 6}.yaml`, documents.join("---\n"));
    }
  }
}

/** Component `i` of service `s`; each sixth one uses those before it, and one of the service before. */
function componentOf(i: number, s: number): string {
  const n = Math.floor(i / 6);
  const head = (kind: string, name: string) =>
    `apiVersion: components.panka.io/v1\nkind: ${kind}\nmetadata: { name: ${name}-${n} }\nspec:\n`;
  switch (i % 6) {
    case 0:
      return head("SQS", "jobs") +
        "  type: standard\n  visibilityTimeout: 300\n  deadLetterQueue: { enabled: true, maxReceiveCount: 3 }\n";
    case 1:
      return head("DynamoDB", "items") +
        "  hashKey: { name: id, type: S }\n  ttl: { enabled: true, attributeName: expires }\n";
    case 2:
      return head("S3", "files") +
        "  versioning: { enabled: true }\n  lifecycle:\n    - { id: tmp, enabled: true, prefix: tmp/, expiration: { days: 7 } }\n";
    case 3:
      return head("SNS", "events") + `  displayName: "Events ${n}"\n`;
    case 4:
      return head("Lambda", "worker") +
        `  runtime: nodejs22.x\n  handler: index.handler\n  code: { s3Bucket: code, s3Key: "\${VERSION}/worker.zip" }\n  memory: "\${MEMORY}"\n  environment:\n    LOG_LEVEL: "\${LOG_LEVEL}"\n    TABLE: { valueFrom: { component: items-${n}, output: tableName } }\n    FILES: "\${files-${n}.bucketName}"\n  triggers:\n    - { type: sqs, source: { component: jobs-${n} }, batchSize: 10 }\n`;
    default: {
      const other = s > 0 ? `svc-${s - 1}` : `svc-${s}`;
      return head("MicroService", "api") +
        `  image: { repository: nginx, tag: "\${VERSION}" }\n  ports: [{ name: http, port: 8080 }]\n  replicas: 2\n  environment:\n    - { name: QUEUE, valueFrom: { component: jobs-${n}, output: queueUrl } }\n    - { name: EVENTS, valueFrom: { component: ${other}/events-0, output: topicArn } }\n`;
    }
  }
}

if (import.meta.main) {
  const [folder, components, services] = Deno.args;
  generateStack(folder!, Number(components), Number(services));
}
