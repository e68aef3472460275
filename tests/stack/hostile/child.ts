/** Runs one command line as main.ts does, and then says how much of the machine it took. */
import process from "node:process";
import { run } from "../../../src/cli/run.ts";
import { hostWorld } from "../../../src/cli/host_world.ts";

export interface Figures {
  /** Processor time: what others do on the machine is not in it. */
  milliseconds: number;
  /** Most memory; absent where the system does not tell. */
  kilobytes?: number;
}

const code = await run(Deno.args, hostWorld());
const { user, system } = process.cpuUsage();
const figures: Figures = { milliseconds: (user + system) / 1000 };
if (Deno.build.os === "linux") {
  const status = Deno.readTextFileSync("/proc/self/status");
  figures.kilobytes = Number(/VmHWM:\s+(\d+) kB/.exec(status)![1]);
}
Deno.writeTextFileSync(Deno.env.get("FIGURES_FILE")!, JSON.stringify(figures));
Deno.exit(code);
