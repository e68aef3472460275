import assert from "node:assert/strict";
import { hostFiles } from "../../src/cli/host_files.ts";
import { hostWorld } from "../../src/cli/host_world.ts";
import { run } from "../../src/cli/run.ts";
import { type Answer, promptWorld } from "./prompting.ts";
import { type TestWorld, testWorld } from "./test_world.ts";

const QUEUE = `apiVersion: components.panka.io/v1
kind: SQS
metadata: {name: queue}
spec:
  visibilityTimeout: \${TIMEOUT}
`;
const TABLE = `apiVersion: components.panka.io/v1
kind: DynamoDB
metadata: {name: table}
spec:
  hashKey: {name: id, type: S}
  dependsOn: [queue]
`;
const WORKER = `apiVersion: components.panka.io/v1
kind: Worker
metadata: {name: worker}
spec:
  image: {repository: nginx, tag: "\${TAG}"}
  environment:
    - {name: QUEUE, value: "\${queue.queueUrl}"}
    - {name: TABLE, value: "\${table.tableName}"}
  secrets: [{name: key, secretRef: shop/key, envVar: KEY}]
`;

/** A stack in a real folder, deployed to the sandbox through whole command lines. */
export class DeployPlace {
  private constructor(readonly folder: string) {}

  static async open(files: Record<string, string> = {}): Promise<DeployPlace> {
    const place = new DeployPlace(await Deno.makeTempDir({ prefix: "panka-deploy-" }));
    const all = {
      "stack.yaml": `apiVersion: core.panka.io/v1
kind: Stack
metadata: {name: shop}
spec:
  provider: {name: sandbox, region: eu-west-1, accountId: "123456789012"}
  variables: {TAG: "1", TIMEOUT: "30"}
  environments: {dev: {}, staging: {}, live: {production: true}}
  outputs: {queue: "\${jobs/queue.queueUrl}"}
`,
      "services/jobs/queue.yaml": QUEUE,
      "services/jobs/table.yaml": TABLE,
      "services/jobs/worker.yaml": WORKER,
      ...files,
    };
    for (const [path, text] of Object.entries(all)) place.write(path, text);
    return place;
  }

  close(): Promise<void> {
    return Deno.remove(this.folder, { recursive: true });
  }

  write(path: string, text: string): void {
    hostWorld().write(`${this.folder}/${path}`, text);
  }

  remove(path: string): void {
    Deno.removeSync(`${this.folder}/${path}`, { recursive: true });
  }

  read(path: string): string {
    return Deno.readTextFileSync(`${this.folder}/${path}`);
  }

  exists(path: string): boolean {
    return hostFiles.stat(`${this.folder}/${path}`) !== undefined;
  }

  /** A world in this folder; on a terminal where there are answers. */
  world(answers?: readonly Answer[]): TestWorld {
    const env = { PANKA_SANDBOX_TIME: "0", USER: "ada", HOSTNAME: "laptop" };
    const options = { env, cwd: this.folder };
    const { clock, random, write, remove } = hostWorld();
    const base = answers ? promptWorld(options, answers) : testWorld(options);
    return Object.assign(base, { files: hostFiles, clock, random, write, remove });
  }

  /** Runs `panka VERB FOLDER …`; `-e dev` unless it is said otherwise. */
  async panka(verb: string, ...args: string[]): Promise<Ran> {
    return await this.runIn(this.world(), verb, this.folder, ...withEnvironment(verb, args));
  }

  /** The same on a terminal. */
  async asked(answers: readonly Answer[], verb: string, ...args: string[]): Promise<Ran> {
    const world = this.world(answers);
    return await this.runIn(world, verb, this.folder, ...withEnvironment(verb, args));
  }

  async runIn(world: TestWorld, ...args: string[]): Promise<Ran> {
    const code = await run(args, world);
    return { code, ...world.printed };
  }
}

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Asserts the exit code. */
export function exits(ran: Ran, code: number): Ran {
  assert.equal(ran.code, code, ran.stdout + ran.stderr);
  return ran;
}

/** The last of the JSON lines. */
export const summary = ({ stdout }: Ran) => JSON.parse(stdout.trim().split("\n").at(-1)!);

const withEnvironment = (verb: string, args: string[]) =>
  verb === "promote" || args.includes("-e") ? args : ["-e", "dev", ...args];

/** A test in a {@link DeployPlace} that is removed afterwards. */
export function deployTest(
  name: string,
  body: (place: DeployPlace) => Promise<void>,
  files?: Record<string, string>,
): void {
  Deno.test(name, async () => {
    const place = await DeployPlace.open(files);
    try {
      await body(place);
    } finally {
      await place.close();
    }
  });
}
