/**
 * The whole races: 50 processes, 200 rounds for one lock; 20 processes updating one state for 60 s
 * with kill -9.
 *
 *     deno run -A tests/races/main.ts [--on directory|ministack] [--processes 50] [--rounds 200]
 * [--seconds 60]
 */
import { parseArgs } from "node:util";
import { startMinistack } from "../rig/servers.ts";
import { makeAwsBackend } from "./backend.ts";
import { raceForLock } from "./lock_race.ts";
import { raceToUpdate } from "./update_race.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    on: { type: "string", default: "directory" },
    processes: { type: "string", default: "50" },
    rounds: { type: "string", default: "200" },
    updaters: { type: "string", default: "20" },
    seconds: { type: "string", default: "60" },
  },
});

const server = values.on === "ministack"
  ? await startMinistack({ services: ["s3", "dynamodb"], patience: 0 })
  : undefined;
const root = await Deno.makeTempDir({ prefix: "panka-race-" });
const open = (name: string) =>
  server
    ? makeAwsBackend(server.url, name)
    : { kind: "directory" as const, root: `${root}/${name}` };
try {
  const start = performance.now();
  const won = await raceForLock(
    await open("lock-race"),
    Number(values.processes),
    Number(values.rounds),
  );
  const took = ((performance.now() - start) / 1000).toFixed(0);
  console.log(
    `${values.processes} processes, ${values.rounds} rounds on ${values.on}: one winner in each, fences 1 to ` +
      `${values.rounds}, ${won} of them won at least once, ${took} s`,
  );
  const race = await raceToUpdate(
    await open("update-race"),
    Number(values.updaters),
    Number(values.seconds),
  );
  console.log(
    `${values.updaters} processes updating for ${values.seconds} s, ${race.killed} killed: ${race.versions} versions ` +
      `in one line, ${race.acknowledged} acknowledged updates, none missing`,
  );
} finally {
  await server?.stop();
  await Deno.remove(root, { recursive: true });
}
