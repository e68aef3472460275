import type { Config } from "../config/resolve.ts";
import type { Engine } from "../engine/port.ts";
import type { SandboxEngine } from "../engine/sandbox/engine.ts";
import type { HealthCheck } from "../operations/await_health.ts";
import type { Health } from "../ports/health.ts";
import type { Stack } from "../stack/model.ts";
import type { Context } from "./command.ts";
import { lazyAws } from "./lazy_aws.ts";

/** @param timeoutMs from `--health-timeout`; 0 leaves health out */
export async function healthCheck(
  context: Context,
  stack: Stack,
  config: Pick<Config, "values">,
  engine: Engine,
  timeoutMs: number,
): Promise<HealthCheck | undefined> {
  if (timeoutMs === 0) return undefined;
  const { clock } = context.world;
  if (engine.name === "sandbox") {
    const health = sandboxHealth(engine as SandboxEngine);
    // Nothing changes there by waiting.
    return { health, clock, timeoutMs, pollMs: 0 };
  }
  const { AwsHealth } = await import("../aws/health/aws_health.ts");
  const health = new AwsHealth(lazyAws(context, stack, config));
  return { health, clock, timeoutMs, pollMs: 5_000 };
}

const sandboxHealth = (engine: Pick<SandboxEngine, "failsHealth">): Health => ({
  probe: ({ id }) =>
    Promise.resolve(
      engine.failsHealth(id)
        ? { status: "unhealthy", message: "it was told to be unhealthy" }
        : { status: "healthy", message: "" },
    ),
});
