import type { StackAddress } from "../state/paths.ts";
import { Telemetry } from "../telemetry/telemetry.ts";
import type { Context } from "./command.ts";
import { findCommand } from "./command_table.ts";
import { VERSION } from "./version.ts";

/** Telemetry of this process: to the collector that `OTEL_…` names, and as JSON lines on stderr with `PANKA_LOG=debug`. */
export function openTelemetry(
  { world }: Context,
  { command, address }: { command: string; address: Partial<StackAddress> },
): Telemetry {
  const { tenant, stack, environment } = address;
  const attributes = {
    // Its words only: names of folders and components would make a metric endless.
    "panka.command": findCommand(command.split(" ").slice(1, 4))?.entry.name ?? "",
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
