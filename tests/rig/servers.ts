/** AWS emulators for tests; `install_servers.sh` puts them into `.cache/servers`. */

import { fileURLToPath } from "node:url";
import { type ChildServer, startChild } from "./child_server.ts";

/** A running emulator. */
export interface Emulator extends ChildServer {
  /** Forgets all resources; takes a few milliseconds. */
  reset(): Promise<void>;
}

/** How ministack is started. */
export interface MinistackOptions {
  port?: number;
  /**
   * Hands application-autoscaling and memorydb, which ministack lacks, to moto:
   * one of its own with `true`, or a running one.
   */
  moto?: boolean | Emulator;
  /** With moto: what it is handed instead, by the names in requests' signatures. */
  toMoto?: readonly string[];
  /** Which services to offer, by their names in ministack; all when absent. */
  services?: readonly string[];
  /** Least milliseconds to an answer; the Terraform provider needs the default of 10. */
  patience?: number;
}

const here = fileURLToPath(new URL(".", import.meta.url));
const python = fileURLToPath(new URL("../../.cache/servers/venv/bin/python", import.meta.url));

/** Says why no emulator can be started, or nothing. */
export function serversMissing(): string | undefined {
  try {
    Deno.statSync(python);
  } catch {
    return "the emulators are not installed (make rig)";
  }
}

/** Starts ministack, all in memory, and waits until it answers. */
export async function startMinistack(options: MinistackOptions = {}): Promise<Emulator> {
  const given = typeof options.moto === "object" ? options.moto : undefined;
  const own = options.moto === true ? await startMoto() : undefined;
  const moto = given ?? own;
  const env: Record<string, string> = {
    MINISTACK_HOST: "127.0.0.1",
    LOG_LEVEL: "WARNING",
    S3_PERSIST: "0",
    PERSIST_STATE: "0",
    PATIENCE: String((options.patience ?? 10) / 1000),
    // Some services talk to others over HTTP, signed as whoever.
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "testtest",
  };
  if (options.services) env.SERVICES = options.services.join(",");
  if (moto) env.MOTO = new URL(moto.url).host;
  if (options.toMoto) env.TO_MOTO = options.toMoto.join(",");

  let server: ChildServer;
  try {
    server = await startChild({
      name: "ministack",
      command: python,
      args: [`${here}ministack_server.py`],
      env,
      healthPath: "/_ministack/health",
      port: options.port,
    });
  } catch (error) {
    await own?.stop();
    throw error;
  }
  return {
    ...server,
    reset: async () => {
      await post(`${server.url}/_ministack/reset`);
      await moto?.reset();
    },
    stop: async () => {
      await server.stop();
      await own?.stop();
    },
  };
}

/** Starts moto, one request at a time so that conditional writes are atomic. */
export async function startMoto(options: { port?: number } = {}): Promise<Emulator> {
  const server = await startChild({
    name: "moto",
    command: python,
    args: [`${here}moto_one_lock.py`],
    env: { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "testtest" },
    healthPath: "/moto-api/",
    port: options.port,
  });
  return { ...server, reset: () => post(`${server.url}/moto-api/reset`) };
}

async function post(url: string): Promise<void> {
  const response = await fetch(url, { method: "POST" });
  const body = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${body}`);
}
