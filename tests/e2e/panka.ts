import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { findRig } from "../rig/rig.ts";
import { type Emulator, serversMissing, startMinistack } from "../rig/servers.ts";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
export const PANKA = path("../../dist/panka");
export const REAL_STACKS = path("../../../shared/real-stacks");
const PYTHON = path("../../.cache/servers/venv/bin/python");

/** An empty zip file in base64: its end-of-central-directory record alone. */
export const EMPTY_ZIP = btoa("PK\x05\x06" + "\0".repeat(18));

const exists = (file: string) => {
  try {
    Deno.statSync(file);
    return true;
  } catch {
    return false;
  }
};

/** Why these tests can't run here; said aloud by the caller. */
export function e2eMissing(): string | undefined {
  const rig = findRig();
  if ("missing" in rig) return rig.missing;
  if (!exists(PANKA)) return "dist/panka is not built (make build)";
  return serversMissing();
}

/** The same, and the public example. */
export function exampleMissing(): string | undefined {
  const isThere = exists(REAL_STACKS);
  return e2eMissing() ?? (isThere ? undefined : "the public example is not beside the repository");
}

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** A cloud of its own, an empty folder, and the executable with nothing but the rig on its PATH. */
export class Place {
  readonly backend = { bucket: "panka-state", table: "panka-locks", region: "us-east-1" };
  /** In the environment of every run. */
  readonly env: Record<string, string> = {};

  private constructor(
    readonly folder: string,
    readonly cloud: Emulator,
    private readonly rigPath: string,
  ) {}

  static async open(): Promise<Place> {
    const rig = findRig();
    if ("missing" in rig) throw new Error(rig.missing);
    return new Place(
      await Deno.makeTempDir({ prefix: "panka-e2e-" }),
      await startMinistack({ moto: true }),
      rig.env.PATH!,
    );
  }

  async close(): Promise<void> {
    await this.cloud.stop();
    await Deno.remove(this.folder, { recursive: true });
  }

  panka(...args: string[]): Promise<Ran> {
    return this.pankaIn(this.folder, {}, ...args);
  }

  /** The same in another folder, and with more in its environment: another machine. */
  async pankaIn(cwd: string, env: Record<string, string>, ...args: string[]): Promise<Ran> {
    const { code, stdout, stderr } = await this.command(cwd, env, args).output();
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  }

  /** The executable; leader of a process group of its own where it is to be killed. */
  command(
    cwd: string,
    env: Record<string, string>,
    args: string[],
    detached = false,
  ): Deno.Command {
    return new Deno.Command(PANKA, {
      args,
      cwd,
      clearEnv: true,
      detached,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      env: this.environment(env),
    });
  }

  /** The whole environment of a run. */
  environment(more: Record<string, string>): Record<string, string> {
    return {
      PATH: this.rigPath,
      AWS_ENDPOINT_URL: this.cloud.url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      USER: "ada",
      PANKA_BACKEND_BUCKET: this.backend.bucket,
      PANKA_BACKEND_TABLE: this.backend.table,
      PANKA_BACKEND_REGION: this.backend.region,
      ...this.env,
      ...more,
    };
  }

  /** Makes the bucket of states and the table of locks. */
  createBackend(): Promise<Ran> {
    const { bucket, table, region } = this.backend;
    const where = ["--bucket", bucket, "--table", table, "--region", region];
    return this.panka("backend", "create", ...where);
  }

  /** The text of an object in the cloud. */
  async object(bucket: string, key: string): Promise<string> {
    const [answer] = await this.ask(["s3", "get_object", { Bucket: bucket, Key: key }]);
    return String(answer!.Text);
  }

  /** Asks the cloud, not panka. */
  async ask(
    ...questions: [service: string, operation: string, parameters: Record<string, unknown>][]
  ): Promise<Record<string, unknown>[]> {
    const child = new Deno.Command(PYTHON, {
      args: [path("ask.py"), this.cloud.url],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(
      new TextEncoder().encode(questions.map((q) => JSON.stringify(q)).join("\n")),
    );
    await writer.close();
    const { stdout, success } = await child.output();
    assert.ok(success, "ask.py failed");
    return new TextDecoder().decode(stdout).trim().split("\n").map((line) => JSON.parse(line));
  }
}

/** Copies a folder that may be read-only. */
export async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copyFolder(`${from}/${name}`, `${to}/${name}`);
    else await Deno.writeFile(`${to}/${name}`, await Deno.readFile(`${from}/${name}`));
  }
}
