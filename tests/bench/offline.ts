import { generateStack } from "./generate.ts";
import { line, measure, ms, ratio } from "./measure.ts";
import { terraformFolder } from "./terraform.ts";

/** Start-up and `plan --offline`, against terraform in the same run. */
export async function benchOffline(panka: string, folder: string): Promise<void> {
  console.log("plan --offline");
  generateStack(`${folder}/thousand`, 1000, 50);
  generateStack(`${folder}/ten-thousand`, 10_000, 50);
  const terraform = await terraformFolder(
    `${folder}/terraform`,
    1000,
    (i) =>
      `resource "aws_sqs_queue" "q${i}" {\n  name                       = "queue-${i}"\n  visibility_timeout_seconds = 300\n}\n`,
  );

  const version = await measure([panka, "version"], 20);
  const plan = await measure([panka, "plan", `${folder}/thousand`, "--offline"], 10);
  const large = await measure([panka, "plan", `${folder}/ten-thousand`, "--offline"], 3);
  line("panka version", ms(version.seconds));
  line("1000 components in 50 services", `${ms(plan.seconds)}, ${plan.mib?.toFixed(0)} MiB`);
  line(
    "10,000 components",
    `${ms(large.seconds)}, ${large.mib?.toFixed(0)} MiB, ${
      ratio(large.seconds, plan.seconds)
    } of 1000`,
  );
  if (!terraform) {
    line("against terraform", "SKIPPED: terraform or its AWS provider is not on this machine");
    return;
  }
  const theirVersion = await measure(["terraform", "version"], 20, { env: terraform });
  const theirPlan = await measure(["terraform", "plan", "-input=false", "-refresh=false"], 3, {
    cwd: `${folder}/terraform`,
    env: terraform,
  });
  line(
    "terraform version",
    `${ms(theirVersion.seconds)}; panka takes ${
      ratio(version.seconds, theirVersion.seconds)
    } of it`,
  );
  line(
    "terraform plan of 1000 resources",
    `${ms(theirPlan.seconds)}; ${ratio(theirPlan.seconds, plan.seconds)} panka's`,
  );
}
