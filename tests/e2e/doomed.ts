import { type FaultProxy, type Seen, startFaultProxy } from "../faults/proxy.ts";
import { Place, type Ran } from "./panka.ts";

const stackOf = (locking: "stack" | "service") =>
  `apiVersion: core.panka.io/v1
kind: Stack
metadata: {name: doomed}
spec:
  provider: {name: aws, region: us-east-1, accountId: "000000000000"}
  environments: {dev: {}}
  locking: ${locking}
`;

/** What is found again by its name, or is made again without harm. */
const NAMED = `apiVersion: components.panka.io/v1
kind: SQS
metadata: {name: queue}
spec: {visibilityTimeout: 60}
---
apiVersion: components.panka.io/v1
kind: DynamoDB
metadata: {name: table}
spec:
  hashKey: {name: id, type: S}
---
apiVersion: components.panka.io/v1
kind: S3
metadata: {name: files}
spec: {versioning: {enabled: true}}
---
apiVersion: components.panka.io/v1
kind: SNS
metadata: {name: news}
spec:
  subscriptions: [{component: queue}]
---
apiVersion: components.panka.io/v1
kind: Lambda
metadata: {name: handler}
spec:
  runtime: nodejs22.x
  handler: index.handler
  code: {zipFile: "exports.handler = async () => ({ statusCode: 200 })"}
  triggers: [{type: sqs, source: {component: queue}}]
`;

/** What AWS makes up an id for. */
const NUMBERED = `apiVersion: components.panka.io/v1
kind: Lambda
metadata: {name: web}
spec:
  runtime: nodejs22.x
  handler: index.handler
  code: {zipFile: "exports.handler = async () => ({ statusCode: 200 })"}
---
apiVersion: components.panka.io/v1
kind: APIGateway
metadata: {name: api}
spec:
  routes: [{path: $default, target: web}]
---
apiVersion: components.panka.io/v1
kind: EFS
metadata: {name: shared}
spec:
  accessPoints: [{name: uploads, path: /uploads, uid: 1000, gid: 1000}]
---
apiVersion: components.panka.io/v1
kind: MicroService
metadata: {name: server}
spec:
  image: {repository: nginx, tag: "1"}
  ports: [{name: http, port: 80}]
  replicas: 1
  loadBalancer: {internal: true}
`;

/** How much is deployed; "services": all, as two services that are locked one by one. */
export type Size = "named" | "all" | "services";

/** When a run dies, by what is seen of it from outside. */
export interface Doom {
  /** A request that panka or its engine sends: it dies before the answer, and AWS has heard of it only if "held". */
  at?(request: Seen): "unheard" | "held" | undefined;
  /** A line of JSON that it prints; where this is said, {@link at} alone is no death. */
  line?(line: Record<string, unknown>): boolean;
}

/** A cloud of its own behind a proxy, with a stack to apply in it, and die at it. */
export class DoomedPlace {
  private constructor(
    readonly place: Place,
    private readonly proxy: FaultProxy,
    private readonly size: Size,
  ) {}

  static #last: Promise<unknown> = Promise.resolve();

  /** Opened one after the other: servers that all start at once are not ready in time. */
  static open(size: Size): Promise<DoomedPlace> {
    const opened = DoomedPlace.#last.then(() => DoomedPlace.#open(size));
    DoomedPlace.#last = opened.catch(() => {});
    return opened;
  }

  static async #open(size: Size): Promise<DoomedPlace> {
    const place = await Place.open();
    const doomed = new DoomedPlace(place, startFaultProxy(place.cloud.url), size);
    await place.createBackend();
    await doomed.write("one");
    return doomed;
  }

  async close(): Promise<void> {
    await this.proxy.stop();
    await this.place.close();
  }

  /** Writes the stack into a folder of a machine. */
  async write(machine: string): Promise<void> {
    const folder = `${this.place.folder}/${machine}`;
    const [jobs, web] = [`${folder}/services/jobs`, `${folder}/services/web`];
    await Deno.mkdir(jobs, { recursive: true });
    await Deno.writeTextFile(`${jobs}/named.yaml`, NAMED);
    const services = this.size === "services";
    await Deno.writeTextFile(`${folder}/stack.yaml`, stackOf(services ? "service" : "stack"));
    if (this.size === "named") return;
    if (services) await Deno.mkdir(web);
    await Deno.writeTextFile(`${services ? web : jobs}/numbered.yaml`, NUMBERED);
  }

  /** One run to its end on a machine, with a home of its own. */
  apply(machine: string): Promise<Ran> {
    const folder = `${this.place.folder}/${machine}`;
    return this.place.pankaIn(folder, { HOME: `${folder}-home` }, ...APPLY);
  }

  /** One run that is killed with its whole process group. */
  async die(doom: Doom): Promise<void> {
    const folder = `${this.place.folder}/one`;
    const env = { HOME: `${folder}-home`, AWS_ENDPOINT_URL: this.proxy.url };
    const child = this.place.command(folder, env, APPLY, true).spawn();
    let dead = false;
    const kill = () => {
      dead = true;
      Deno.kill(-child.pid, "SIGKILL");
    };
    this.proxy.rule((request) => {
      const kind = dead ? undefined : doom.at?.(request);
      if (kind === "unheard") kill();
      return kind && { kind };
    });
    // What AWS has done it has done before the death, and nobody ever hears of it.
    if (!doom.line) void this.proxy.held().then(kill);
    let said = "";
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
      const from = said.lastIndexOf("\n") + 1;
      said += chunk;
      for (const line of said.slice(from).split("\n").slice(0, -1)) {
        if (!dead && doom.line?.(JSON.parse(line))) kill();
      }
    }
    const [{ signal }, errors] = await Promise.all([
      child.status,
      new Response(child.stderr).text(),
    ]);
    if (signal !== "SIGKILL") throw new Error(`it did not die: ${said}${errors}`);
  }
}

const APPLY = ["apply", "-e", "dev", "--yes", "-o", "json"];
