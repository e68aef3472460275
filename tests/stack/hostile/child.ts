/** Runs one command line as main.ts does, and then says how much memory it took at most. */
import { run } from "../../../src/cli/run.ts";
import { hostWorld } from "../../../src/cli/host_world.ts";

const code = await run(Deno.args, hostWorld());
try {
  const peak = /VmHWM:\s+(\d+) kB/.exec(Deno.readTextFileSync("/proc/self/status"));
  if (peak) Deno.writeTextFileSync(Deno.env.get("PEAK_FILE")!, peak[1]!);
} catch (error) {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
Deno.exit(code);
