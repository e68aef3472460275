import { forceUnlock, isHeld } from "../../src/lock/unlock.ts";
import { MemoryTable } from "../../src/lock/memory_table.ts";
import { TIMES } from "./times.ts";
import { lockKey } from "../../src/state/paths.ts";
import { MemoryStore } from "../../src/state/memory_store.ts";
import type { Bug } from "./bugs.ts";
import { Choices } from "./choices.ts";
import { ADDRESS, Deployer, SERVICES } from "./deployer.ts";
import { Monitor } from "./monitor.ts";
import { type Servers, storeOf, tableOf } from "./servers.ts";
import { Simulation } from "./simulation.ts";

export interface Outcome {
  violations: string[];
  /** Every decision, for a replay. */
  choices: number[];
  /** What happened, line by line; only where asked for. */
  log: string[];
  versions: number;
  acknowledged: number;
}

/** How many there are: often few, so that schedules are short. */
const DEPLOYERS = [2, 2, 2, 3, 3, 4, 5];

const KEYS = [lockKey(ADDRESS), ...SERVICES.map((service) => lockKey(ADDRESS, service))];

/**
 * Plays one schedule: some deployers with faults, then a newcomer in calm weather who must get
 * through.
 */
export async function play(
  seed: number,
  options: { script?: readonly number[]; bug?: Bug; verbose?: boolean } = {},
): Promise<Outcome> {
  const choices = new Choices(seed, options.script);
  const simulation = new Simulation(choices, options.verbose ?? false);
  const monitor = new Monitor(simulation);
  const servers: Servers = {
    store: new MemoryStore(() => simulation.now),
    table: new MemoryTable(),
    simulation,
    monitor,
  };
  const locking = choices.pick(2) ? "service" : "stack";
  const deployers = Array.from(
    { length: DEPLOYERS[choices.pick(DEPLOYERS.length)]! },
    (_, index) => new Deployer(servers, simulation.process(`p${index}`), locking, options.bug),
  );
  const runs = 1 + (choices.pick(3) === 2 ? 1 : 0);
  for (const deployer of deployers) deployer.work(runs);
  if (simulation.faults.human) unlockSomeDay(servers);
  if (simulation.faults.table) loseItemsSomeDay(servers);
  try {
    await simulation.run();
    if (monitor.violations.length === 0) {
      await newcomer(servers, deployers.at(-1)!.locking, options.bug);
    }
  } catch (error) {
    monitor.violate(String((error as Error).stack));
  }
  return {
    violations: monitor.violations,
    choices: choices.taken,
    log: simulation.log,
    versions: monitor.versions,
    acknowledged: monitor.acknowledged,
  };
}

/**
 * All others are dead or done: whoever comes now is let in within a lease, the margin and a look.
 */
async function newcomer(
  servers: Servers,
  locking: "stack" | "service",
  bug: Bug | undefined,
): Promise<void> {
  const { simulation, monitor } = servers;
  simulation.calm();
  const process = simulation.process("newcomer");
  const deployer = new Deployer(servers, process, servers.monitor.latest?.locking ?? locking, bug);
  const start = simulation.now;
  const services = simulation.choices.seed % 4 === 0
    ? "all" as const
    : [SERVICES[simulation.choices.seed % 2]!];
  deployer.run(services, { ms: 300_000 }, "deploy");
  await simulation.run();
  const { leaseMs, marginMs, pollMs } = TIMES;
  const waited = (deployer.gotLockAt ?? Infinity) - start;
  if (waited > 1.02 * (leaseMs + marginMs + pollMs) + 2000) {
    monitor.violate(`a newcomer waited ${waited} ms`);
  }
  if (deployer.succeeded === 0) monitor.violate("a newcomer did not get through");
}

/** A person sees who holds a lock, thinks about it, and takes it away. */
async function unlockSomeDay(servers: Servers): Promise<void> {
  const { simulation } = servers;
  const { choices } = simulation;
  const process = simulation.process("human");
  const client = { process, runId: "human", unanswered: false };
  const world = { table: tableOf(servers, client), clock: process, random: process };
  const store = storeOf(servers, client);
  await process.sleep(choices.pick(120) * 1000);
  const key = KEYS[choices.pick(KEYS.length)]!;
  try {
    const shown = await world.table.get(key);
    if (!isHeld(shown)) return;
    await store.list("");
    await process.sleep(choices.pick(30) * 1000);
    await forceUnlock(world, shown, 0);
  } catch (error) {
    simulation.note(`human gives up: ${error}`);
  }
}

/** The table is lost, or TTL takes what nobody holds. */
function loseItemsSomeDay({ simulation, table }: Servers): void {
  const { choices } = simulation;
  const all = choices.pick(2) === 1;
  simulation.queue.add(choices.pick(120) * 1000, async () => {
    simulation.note(all ? "the lock table is lost" : "TTL takes the free locks");
    for (const key of KEYS) {
      if (all || (await table.get(key))?.owner === undefined) table.place(key, undefined);
    }
  });
}
