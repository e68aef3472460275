import { decodeState, encodeState } from "../../src/state/codec.ts";
import type { ComponentState, StateDocument } from "../../src/state/document.ts";
import { line, ms } from "./measure.ts";

/** Size of `state.json`, and time to write and read it. */
export function benchState(): void {
  console.log("state.json");
  for (const components of [1000, 10_000]) {
    const document = documentOf(components);
    const { body } = encodeState(document);
    const write = best(() => encodeState(document));
    const read = best(() => decodeState(body, "bench"));
    line(
      `${components} components`,
      `${(body.length / 1024 ** 2).toFixed(1)} MiB, written in ${ms(write)}, read and checked in ${
        ms(read)
      }`,
    );
  }
}

function best(run: () => void): number {
  let seconds = Infinity;
  for (let time = 0; time < 7; time++) {
    const start = performance.now();
    run();
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  return seconds;
}

/** As recorded of containers with some environment, four to a service. */
function documentOf(count: number): StateDocument {
  const components: { [id: string]: ComponentState } = {};
  for (let n = 0; n < count; n++) {
    const id = `service-${n >> 2}/component-${n}`;
    const name = `acme-dev-shop-${n}`;
    components[id] = {
      kind: "MicroService",
      status: "ready",
      spec: {
        image: { repository: `registry.example/shop/component-${n}`, tag: "1.2.3" },
        runtime: { platform: "fargate", cpu: 256, memory: 512 },
        environment: Array.from(
          { length: 8 },
          (_, index) => ({ name: `VARIABLE_${index}`, value: `value ${n}` }),
        ),
        replicas: 2,
      },
      files: { "config/app.yaml": "0".repeat(64) },
      rendered: "0".repeat(64),
      outputs: {
        serviceArn: `arn:aws:ecs:eu-west-1:123456789012:service/${name}`,
        logGroup: `/panka/${name}`,
      },
      dependsOn: n % 4 ? [`service-${n >> 2}/component-${n - 1}`] : [],
      resources: Object.fromEntries(
        ["service", "task", "logs", "role"].map((part) => [`${id}/${part}`, {
          type: "aws:ecs/service:Service",
          urn: `urn:pulumi:dev::shop::aws:ecs/service:Service::${id}/${part}`,
          physicalName: name,
        }]),
      ),
      deployment: "01J00000000000000000000000",
    };
  }
  return {
    formatVersion: 1,
    stack: "shop",
    environment: "dev",
    engine: "pulumi",
    locking: "stack",
    serial: 1,
    writeId: "0".repeat(24),
    units: { stack: { fence: 1, components } },
    outputs: {},
    deployments: [],
    checksum: "",
  };
}
