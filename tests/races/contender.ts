/** One process of {@link raceForLock}: "try" asks for the lock once, "release" gives it back. */
import { acquireLocks, Locked } from "../../src/lock/acquire.ts";
import type { Lease } from "../../src/lock/lease.ts";
import { LEASE_TIMES } from "../../src/lock/times.ts";
import { realClock, realRandom } from "../aws/real_world.ts";
import { openBackend } from "./backend.ts";
import { TextLineStream } from "./lines.ts";

const [backend, name] = [JSON.parse(Deno.args[0]!), Deno.args[1]!];
const { table } = await openBackend(backend);
const world = { table, clock: realClock, random: realRandom };
const claimant = {
  runId: name,
  holder: { user: name, host: "race", pid: Deno.pid, command: "race" },
  times: LEASE_TIMES,
  onEvent: () => {},
};
let lease: Lease | undefined;

async function answer(line: string): Promise<unknown> {
  if (line === "release") {
    const outcome = await lease?.release();
    lease = undefined;
    return { outcome };
  }
  try {
    [lease] = await acquireLocks(world, claimant, ["race"], { ms: 0 });
    return { fence: lease!.fence };
  } catch (error) {
    if (!(error instanceof Locked)) throw error;
    return { heldBy: error.item.owner };
  }
}

console.log(JSON.stringify({ ready: true }));
const lines = Deno.stdin.readable.pipeThrough(new TextDecoderStream()).pipeThrough(
  new TextLineStream(),
);
for await (const line of lines) console.log(JSON.stringify(await answer(line)));
