/**
 * One process of {@link raceToUpdate}: adds tokens to the state until its input ends, and says
 * which are recorded.
 */
import { Locked } from "../../src/lock/acquire.ts";
import { LeaseLost } from "../../src/lock/lease.ts";
import { openSession } from "../../src/state/open_session.ts";
import { PlanStale, Superseded } from "../../src/state/refusals.ts";
import { realClock, realRandom } from "../aws/real_world.ts";
import { component, ending } from "../state/session_world.ts";
import { openBackend } from "./backend.ts";
import { ADDRESS, TIMES } from "./update_race.ts";

const [backend, name] = [JSON.parse(Deno.args[0]!), Deno.args[1]!];
const { store, table } = await openBackend(backend);
const world = { store, table, clock: realClock, random: realRandom };
let stopping = false;
Deno.stdin.readable.pipeTo(new WritableStream()).finally(() => stopping = true);

for (let run = 1; !stopping; run++) {
  const token = `${name}.${run}`;
  const session = await openSession(world, {
    address: ADDRESS,
    engine: "sandbox",
    locking: "stack",
    claimant: {
      runId: token,
      holder: { user: name, host: "race", pid: Deno.pid, command: "race" },
      times: TIMES,
      onEvent: () => {},
    },
    wait: { ms: 600_000 },
    version: "0",
  }).catch((error) => {
    if (error instanceof Locked || error instanceof LeaseLost) return undefined;
    throw error;
  });
  if (!session) continue;
  try {
    await session.seal(token, { stack: [{ component: token, action: "create", resources: [] }] });
    const log = session.document?.units.stack?.components["a/log"]?.spec.tokens as
      | string[]
      | undefined;
    const components = { "a/log": { ...component(0), spec: { tokens: [...log ?? [], token] } } };
    await session.commit({
      unit: "stack",
      components,
      checkpoint: new TextEncoder().encode(token),
      recovered: true,
    });
    console.log(JSON.stringify({ token }));
    await session.finish({ deployment: ending(token) });
  } catch (error) {
    if (![LeaseLost, Superseded, PlanStale].some((kind) => error instanceof kind)) throw error;
  } finally {
    await session.release();
  }
}
