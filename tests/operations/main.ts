/** Random deployments that fail and die: `deno run -A tests/operations/main.ts [--cases N] [--seed N]`. */
import { playMany } from "./cases.ts";

const option = (name: string, otherwise: number) => {
  const at = Deno.args.indexOf(name);
  return at < 0 ? otherwise : Number(Deno.args[at + 1]);
};
const cases = option("--cases", 10_000);
const seed = option("--seed", 1);
const step = 500;
const totals: Record<string, number> = {};
const began = performance.now();
for (let done = 0; done < cases; done += step) {
  const outcomes = await playMany(seed + done, Math.min(step, cases - done));
  for (const [name, n] of Object.entries(outcomes)) totals[name] = (totals[name] ?? 0) + n;
  console.log(`${Math.min(done + step, cases)} of ${cases}: ${JSON.stringify(totals)}`);
}
console.log(`seeds ${seed} to ${seed + cases - 1}, ${Math.round(performance.now() - began)} ms`);
