import type { StackAddress } from "../state/paths.ts";
import { Telemetry } from "../telemetry/telemetry.ts";
import type { Context } from "./command.ts";
import { VERSION } from "./version.ts";

/** Telemetry of this process: to the collector that `OTEL_…` names, and as JSON lines on stderr with `PANKA_LOG=debug`. */
export function openTelemetry(
  { world }: Context,
  { command, address }: { command: string; address: Partial<StackAddress> },
): Telemetry {
  const { tenant, stack, environment } = address;
  const attributes = {
    // Its words only: folders and names make a metric endless.
    "panka.command": /^panka((?: [a-z][a-z-]*)*)/.exec(command)?.[1]?.trim() ?? "",
    ...(tenant !== undefined && { "panka.tenant": tenant }),
    ...(stack !== undefined && { "panka.stack": stack }),
    ...(environment !== undefined && { "panka.environment": environment }),
  };
  return new Telemetry({
    env: (name) => world.env(name),
    clock: world.clock,
    send: (url, init) => fetch(url, init),
    log: world.env("PANKA_LOG") === "debug" ? (line) => world.stderr(`${line}\n`) : undefined,
  }, { version: VERSION, attributes });
}
