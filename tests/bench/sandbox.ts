import { line, measure, ms } from "./measure.ts";

/** 1000 components in the sandbox, without AWS's time. */
export async function benchSandbox(panka: string, folder: string): Promise<void> {
  console.log("1000 components in 50 services, in the sandbox");
  const env = { PANKA_SANDBOX_TIME: "0" };
  const run = async (what: string, ...words: string[]) => {
    const command = [panka, ...words, `${folder}/thousand`, "--sandbox", "-e", "dev"];
    const { seconds, mib } = await measure(command, 1, { env });
    line(what, `${ms(seconds)}, ${mib?.toFixed(0)} MiB`);
  };
  await run("plan", "plan");
  await run("apply", "apply", "--yes");
  await run("apply, of nothing", "apply", "--yes");
  await run("status", "status");
}
