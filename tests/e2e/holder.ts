/** A process that holds a lock in a folder until its input ends: `holder.ts FOLDER KEY`. */
import { acquireLocks } from "../../src/lock/acquire.ts";
import { DirectoryTable } from "../../src/lock/directory_table.ts";
import { LEASE_TIMES, LONGEST_LEASE_MS } from "../../src/lock/times.ts";
import { realClock, realRandom } from "../aws/real_world.ts";

const [folder, key] = Deno.args as [string, string];
const holder = { user: "ci", host: "runner-7", pid: Deno.pid, command: "panka apply -e dev" };
const world = { table: new DirectoryTable(folder), clock: realClock, random: realRandom };
// No heartbeat changes the folder while a test looks at it, however slow the machine is.
const times = { ...LEASE_TIMES, leaseMs: LONGEST_LEASE_MS, heartbeatMs: LONGEST_LEASE_MS / 2 };
const claimant = { runId: "holder", holder, times, onEvent: () => {} };
const [lease] = await acquireLocks(world, claimant, [key], { ms: 0 });
console.log(lease!.fence);
for await (const _ of Deno.stdin.readable);
await lease!.release();
