import { Buffer } from "node:buffer";
import { connect } from "node:http2";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import type { Json } from "../../src/state/document.ts";
import type { Rig } from "./rig.ts";

export type Inputs = { [name: string]: Json };

/** What the provider would change. */
export interface Difference {
  /** Paths of inputs and outputs ("tags.team", "rules[0].id"). */
  paths: string[];
  /** Those of them for which it makes a new resource. */
  replaces: string[];
}

interface Struct {
  toJavaScript(): Inputs;
}
interface Method {
  path: string;
  requestSerialize(message: unknown): Uint8Array;
  responseDeserialize(bytes: Uint8Array): unknown;
}

// The class of structs, out of a message with an empty one: it is exported by no package of ours.
const { fromJavaScript } = messages.CheckRequest.deserializeBinary(Uint8Array.of(0x12, 0))
  .getOlds()!.constructor as unknown as { fromJavaScript(value: Inputs): never };
const methods = services.ResourceProviderService as unknown as Record<string, Method>;

/** What the bridge answers for what only AWS knows. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The rig's provider, asked without an engine; a cloud that has nothing against anything is all that it gets. */
export class Provider implements AsyncDisposable {
  private constructor(
    private readonly cloud: Deno.HttpServer<Deno.NetAddr>,
    private readonly child: Deno.ChildProcess,
    private readonly session: ReturnType<typeof connect>,
  ) {}

  static async start(rig: Rig): Promise<Provider> {
    const cloud = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () =>
      // What Step Functions says of a definition: the one question of a plan.
      Response.json({ result: "OK", diagnostics: [] }));
    const child = new Deno.Command(`${rig.bin}/pulumi-resource-aws`, {
      clearEnv: true,
      env: { PATH: rig.bin, AWS_ENDPOINT_URL: `http://127.0.0.1:${cloud.addr.port}` },
      stdout: "piped",
    }).spawn();
    const reader = child.stdout.getReader();
    const port = new TextDecoder().decode((await reader.read()).value).trim();
    reader.releaseLock();
    await child.stdout.cancel();
    const provider = new Provider(cloud, child, connect(`http://127.0.0.1:${port}`));
    const configure = new messages.ConfigureRequest();
    configure.setArgs(fromJavaScript({
      region: "eu-west-1",
      accessKey: "test",
      secretKey: "test",
      maxRetries: "0",
      skipCredentialsValidation: "true",
      skipRequestingAccountId: "true",
      skipMetadataApiCheck: "true",
    }));
    await provider.call("configure", configure);
    return provider;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.session.destroy();
    this.child.kill();
    await this.child.status;
    await this.cloud.shutdown();
  }

  /** What differs for a resource that was made of `before` and is to be made of `after`. */
  async difference(type: string, before: Inputs, after: Inputs): Promise<Difference> {
    const urn = `urn:pulumi:x::panka::${type}::x`;
    const [olds, news] = [await this.checked(urn, before), await this.checked(urn, after)];
    const create = new messages.CreateRequest();
    create.setUrn(urn);
    create.setPreview(true);
    create.setProperties(fromJavaScript(olds));
    const made = await this.call<messages.CreateResponse>("create", create);
    const state = made.getProperties() as unknown as Struct;
    const diff = new messages.DiffRequest();
    diff.setUrn(urn);
    diff.setId("x");
    diff.setOldInputs(fromJavaScript(olds));
    const planned = laidOver(state.toJavaScript(), olds) as Inputs;
    diff.setOlds(fromJavaScript({ ...planned, id: "x" }));
    diff.setNews(fromJavaScript(news));
    const answer = await this.call<messages.DiffResponse>("diff", diff);
    return {
      paths: [...answer.getDetaileddiffMap().keys()] as string[],
      replaces: answer.getReplacesList(),
    };
  }

  private async checked(urn: string, news: Inputs): Promise<Inputs> {
    const request = new messages.CheckRequest();
    request.setUrn(urn);
    request.setOlds(fromJavaScript({}));
    request.setNews(fromJavaScript(news));
    const answer = await this.call<messages.CheckResponse>("check", request);
    return (answer.getInputs() as unknown as Struct).toJavaScript();
  }

  private call<Answer>(name: string, request: unknown): Promise<Answer> {
    const { path, requestSerialize, responseDeserialize } = methods[name]!;
    const body = requestSerialize(request);
    const head = Buffer.alloc(5);
    head.writeUInt32BE(body.length, 1);
    const stream = this.session.request({
      ":method": "POST",
      ":path": path,
      "content-type": "application/grpc",
      te: "trailers",
    });
    return new Promise((resolve, reject) => {
      const chunks: Uint8Array[] = [];
      let status = "";
      const note = (headers: { [name: string]: unknown }) => {
        if ("grpc-status" in headers) status = String(headers["grpc-message"] ?? "");
      };
      stream.on("response", note).on("trailers", note).on("error", reject)
        .on("data", (chunk: Uint8Array) => chunks.push(chunk))
        .on("end", () => {
          const bytes = Buffer.concat(chunks);
          if (bytes.length < 5) reject(new Error(`${name}: ${decodeURIComponent(status)}`));
          else resolve(responseDeserialize(bytes.subarray(5)) as Answer);
        });
      stream.end(Buffer.concat([head, body]));
    });
  }
}

/** Inputs over what was planned of them, where the provider says what it adds. */
function laidOver(planned: Json, inputs: Json | undefined): Json {
  if (planned === UNKNOWN || Array.isArray(inputs) || typeof planned !== "object") {
    return inputs ?? (planned === UNKNOWN ? null : planned);
  }
  if (planned === null || Array.isArray(planned)) return inputs ?? null;
  const given = (inputs ?? {}) as Inputs;
  const names = new Set([...Object.keys(planned), ...Object.keys(given)]);
  return Object.fromEntries(
    [...names].map((name) => [name, laidOver(planned[name] ?? null, given[name])]),
  );
}
