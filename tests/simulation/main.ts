/**
 * Plays many schedules on all cores, or shows how each planted bug is found.
 *
 *     deno run -A tests/simulation/main.ts --schedules 1000000 --seed 1 --workers 2
 *     deno run -A tests/simulation/main.ts --bugs
 *     deno run -A tests/simulation/main.ts --show 3248
 */
import { parseArgs } from "node:util";
import { BUGS } from "./bugs.ts";
import { play } from "./schedule.ts";
import { search } from "./search.ts";
import { report, shrink } from "./shrink.ts";

interface Progress {
  played: number;
  versions: number;
  ended?: boolean;
  seed?: number;
}

const { values } = parseArgs({
  args: Deno.args,
  options: {
    schedules: { type: "string", default: "1000000" },
    seed: { type: "string", default: "1" },
    workers: { type: "string", default: String(navigator.hardwareConcurrency) },
    bugs: { type: "boolean", default: false },
    show: { type: "string" },
  },
});

if (values.show) {
  const seed = Number(values.show);
  console.log(report(seed, await play(seed, { verbose: true })));
} else if (values.bugs) {
  for (const [name, bug] of Object.entries(BUGS)) await showBug(name, bug);
} else {
  await playAll(Number(values.schedules), Number(values.seed), Number(values.workers));
}

async function showBug(name: string, bug: typeof BUGS[string]): Promise<void> {
  const found = await search(1, 20_000, bug);
  if (!found) {
    console.log(`NOT FOUND: ${name}`);
    Deno.exitCode = 1;
    return;
  }
  console.log(
    `\n${name}: found after ${found.seed} schedules, ${found.outcome.choices.length} choices, shrunk to`,
  );
  console.log(report(found.seed, await shrink(found.seed, found.outcome, bug)));
}

async function playAll(schedules: number, first: number, workers: number): Promise<void> {
  const start = performance.now();
  const each = Math.ceil(schedules / workers);
  const progress: Progress[] = [];
  let shown = 0;
  const show = () => {
    const played = progress.reduce((sum, one) => sum + one.played, 0);
    const versions = progress.reduce((sum, one) => sum + one.versions, 0);
    const perSecond = Math.round(played / (performance.now() - start) * 1000);
    console.log(
      `${played} schedules, ${versions} versions of state, ${perSecond} schedules a second`,
    );
  };
  const failed = await Promise.all(Array.from({ length: workers }, (_, index) => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.postMessage({
      first: first + index * each,
      count: Math.min(each, schedules - index * each),
    });
    return new Promise<number | undefined>((resolve, reject) => {
      worker.onerror = (event) => reject(new Error(event.message));
      worker.onmessage = ({ data }: MessageEvent<Progress>) => {
        progress[index] = data;
        if (performance.now() - shown > 10_000) {
          shown = performance.now();
          show();
        }
        if (!data.ended) return;
        worker.terminate();
        resolve(data.seed);
      };
    });
  }));
  show();
  const seeds = failed.filter((seed) => seed !== undefined);
  for (const seed of seeds) console.log(report(seed, await shrink(seed, await play(seed))));
  console.log(seeds.length === 0 ? "no violation" : `violations, first seeds: ${seeds.join(", ")}`);
  if (seeds.length > 0) Deno.exitCode = 1;
}
