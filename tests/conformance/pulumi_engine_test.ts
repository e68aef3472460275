import { createPulumiEngine } from "../../src/engine/pulumi/engine.ts";
import { startFaultProxy } from "../faults/proxy.ts";
import { realClock } from "../aws/real_world.ts";
import { ministackOfFile, skipped } from "../rig/emulator_of_file.ts";
import { findRig, type Rig } from "../rig/rig.ts";
import type { Emulator } from "../rig/servers.ts";
import { engineConformance } from "./engine.ts";
import { partsConformance } from "./engine_parts.ts";
import type { EngineWorld } from "./engine_world.ts";

const rig = findRig();
const server = "missing" in rig ? undefined : await ministackOfFile({ patience: 10 });
const home = "missing" in rig ? "" : await Deno.makeTempDir({ prefix: "panka-pulumi-home-" });

async function open(rig: Rig, server: Emulator): Promise<EngineWorld> {
  await server.reset();
  const tools = { pulumi: `${rig.bin}/pulumi`, home, pluginFolder: rig.bin };
  const ask = asker(server.url);
  const proxy = startFaultProxy(server.url);
  const runs = await Deno.makeTempDir({ prefix: "panka-pulumi-runs-" });
  const secretText = async (SecretId: string) =>
    (await ask("secretsmanager.GetSecretValue", { SecretId })).SecretString as string;
  return {
    engine: createPulumiEngine({
      tools: () => Promise.resolve(tools),
      credentials: () =>
        Promise.resolve({
          environment: { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
        }),
      passphrase: () => Promise.resolve("conformance"),
      readSecret: secretText,
      environment: { PATH: "/usr/bin:/bin", AWS_ENDPOINT_URL: proxy.url },
      runs,
    }),
    async parameter(Name) {
      const answer = await ask("AmazonSSM.GetParameter", { Name });
      return (answer.Parameter as { Value: string } | undefined)?.Value;
    },
    async tables() {
      return ((await ask("DynamoDB_20120810.ListTables", {})).TableNames as string[]).sort();
    },
    async changeParameter(Name, Value) {
      await ask("AmazonSSM.PutParameter", { Name, Value, Type: "String", Overwrite: true });
    },
    async putSecret(Name, SecretString) {
      await ask("secretsmanager.CreateSecret", { Name, SecretString });
    },
    hold(name) {
      proxy.rule(({ headers, body }) =>
        /\.(PutParameter|CreateTable)$/.test(headers.get("x-amz-target") ?? "") &&
          Object.values(JSON.parse(body)).includes(name)
          ? { kind: "held" }
          : undefined
      );
      return {
        async heard() {
          while (!await says(runs, "^C received")) await realClock.sleep(20);
        },
        release() {
          proxy.rule(() => undefined);
          proxy.release();
        },
      };
    },
    async close() {
      await proxy.stop();
      await Deno.remove(runs, { recursive: true });
    },
  };
}

/** Whether the events of a run, whose folder is somewhere below, say this. */
async function says(folder: string, text: string): Promise<boolean> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (
      isDirectory
        ? await says(path, text)
        : name.endsWith(".jsonl") && (await Deno.readTextFile(path)).includes(text)
    ) {
      return true;
    }
  }
  return false;
}

/** Asks an emulator, which checks no signature, in AWS's JSON protocol. */
function asker(url: string) {
  const services: Record<string, string> = { AmazonSSM: "ssm", DynamoDB_20120810: "dynamodb" };
  return async (target: string, body: unknown): Promise<Record<string, unknown>> => {
    const service = services[target.split(".")[0]!] ?? "secretsmanager";
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": target,
        authorization:
          `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request`,
      },
      body: JSON.stringify(body),
    });
    return await response.json();
  };
}

if ("missing" in rig || !server) {
  const why = "missing" in rig ? rig.missing : skipped;
  Deno.test.ignore(`Pulumi engine (skipped: ${why})`, () => {});
} else {
  engineConformance("Pulumi", () => open(rig, server));
  partsConformance("Pulumi", () => open(rig, server));
  Deno.test.afterAll(() => Deno.remove(home, { recursive: true }));
}
