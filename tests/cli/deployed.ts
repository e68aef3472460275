import { LEASE_TIMES } from "../../src/lock/times.ts";
import type { LockTable } from "../../src/lock/table.ts";
import type { ComponentState } from "../../src/state/document.ts";
import { openSession } from "../../src/state/open_session.ts";
import type { Session } from "../../src/state/session.ts";
import type { Store } from "../../src/state/store.ts";
import { realClock, realRandom } from "../aws/real_world.ts";

export const STACK = `apiVersion: core.panka.io/v1
kind: Stack
metadata: { name: shop }
spec:
  provider: { region: eu-west-1 }
  environments: { dev: {} }
`;

/** The address of {@link STACK}. */
export const ADDRESS = { stack: "shop", environment: "dev" };

/** What a CI job deploys into some store and table. */
export class Deployed {
  constructor(readonly store: Store, readonly table: LockTable, readonly address = ADDRESS) {}

  /** Locks and reads as another process would. */
  open(
    runId: string,
    options: Partial<Parameters<typeof openSession>[1]> = {},
  ): Promise<Session> {
    const { store, table } = this;
    return openSession({ store, table, clock: realClock, random: realRandom }, {
      address: this.address,
      engine: "sandbox",
      locking: "stack",
      claimant: {
        runId,
        holder: {
          user: "ci",
          host: "runner-7",
          pid: 4711,
          command: "panka apply -e dev",
          gitCommit: "3f9a2c1d0b7e",
        },
        times: LEASE_TIMES,
        onEvent: () => {},
      },
      wait: { ms: 0 },
      version: "0.1.0",
      ...options,
    });
  }

  /** One deployment that ended well. */
  async deploy(
    number: number,
    components: { [id: string]: ComponentState | null },
    resources: readonly string[] = [],
  ): Promise<void> {
    const id = `01J0000000000000000000000${number}`;
    const session = await this.open(id);
    try {
      await session.seal(id, { stack: [] });
      await session.finish({
        batch: { unit: "stack", components, checkpoint: sandboxCheckpoint(resources) },
        outputs: { url: `https://shop.example/v${number}`, password: { $secret: "shop/dev/pw" } },
        deployment: {
          id,
          at: `2026-01-02T03:0${number}:05.000Z`,
          by: "ci",
          host: "runner-7",
          command: "panka apply -e dev",
          result: "succeeded",
          changes: { create: 2, update: number - 1, replace: 0, delete: 0 },
          seconds: 92,
          gitCommit: "3f9a2c1d0b7e",
        },
      });
    } finally {
      await session.release();
    }
  }

  /** Two deployments: the second changes one component and adds one. */
  async deployTwice(): Promise<void> {
    await this.deploy(1, {
      "data/orders": recorded("DynamoDB", { hashKey: { name: "id", type: "S" } }, "data/orders"),
      "data/jobs": recorded("SQS", { visibilityTimeout: 30, type: "standard" }, "data/jobs", [
        "data/orders",
      ]),
    }, ["data/orders/table", "data/jobs/queue"]);
    await this.deploy(2, {
      "data/jobs": recorded("SQS", { visibilityTimeout: 60, type: "standard" }, "data/jobs", [
        "data/orders",
      ], 2),
      "api/server": recorded("MicroService", { image: { tag: "1.9.0" } }, "api/server", [
        "data/jobs",
      ], 2),
    }, ["data/orders/table", "data/jobs/queue", "api/server/task", "api/@shared/cluster"]);
  }

  /** All audit records, oldest first. */
  async audit(): Promise<Record<string, unknown>[]> {
    const records: Record<string, unknown>[] = [];
    for (const key of await this.store.list("audit/")) {
      const object = await this.store.get(key);
      records.push(JSON.parse(new TextDecoder().decode(object!.body)));
    }
    return records;
  }
}

const NAMES: Record<string, [name: string, type: string]> = {
  DynamoDB: ["table", "aws:dynamodb/table:Table"],
  SQS: ["queue", "aws:sqs/queue:Queue"],
  MicroService: ["task", "aws:ecs/taskDefinition:TaskDefinition"],
};

function recorded(
  kind: string,
  spec: ComponentState["spec"],
  id: string,
  dependsOn: string[] = [],
  deployment = 1,
): ComponentState {
  const [name, type] = NAMES[kind]!;
  const physicalName = `dev-shop-${id.replace("/", "-")}`;
  return {
    kind,
    status: "ready",
    spec,
    files: {},
    rendered: `rendered-${deployment}`,
    outputs: {
      arn: `arn:aws:x:eu-west-1:123456789012:${physicalName}`,
      password: { $secret: "shop/dev/pw" },
    },
    dependsOn,
    resources: { [`${id}/${name}`]: { type, physicalName } },
    deployment: `01J0000000000000000000000${deployment}`,
  };
}

/** A checkpoint of the sandbox; a task uses its service's shared cluster. */
function sandboxCheckpoint(keys: readonly string[]): Uint8Array {
  const resources = keys.map((key) => ({
    key,
    type: "t",
    id: key,
    properties: {},
    attributes: {},
    dependsOn: key.endsWith("/task") ? ["api/@shared/cluster"] : [],
  }));
  const checkpoint = { version: 1, engine: "sandbox", resources, doomed: [], pending: [] };
  return new TextEncoder().encode(JSON.stringify(checkpoint));
}
