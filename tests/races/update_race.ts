import assert from "node:assert/strict";
import type { LeaseTimes } from "../../src/lock/times.ts";
import { decodeState } from "../../src/state/codec.ts";
import type { StateDocument } from "../../src/state/document.ts";
import { stateVersions } from "../../src/state/history.ts";
import { stateKey } from "../../src/state/paths.ts";
import { type Backend, openBackend } from "./backend.ts";
import { Racer } from "./racer.ts";

export const ADDRESS = { stack: "race", environment: "dev" };

/** Short, so that many holders can be killed and replaced in a minute. */
export const TIMES: LeaseTimes = {
  leaseMs: 2000,
  heartbeatMs: 400,
  marginMs: 300,
  pollMs: 100,
  endingMs: 500,
};

export interface UpdateRace {
  acknowledged: number;
  versions: number;
  killed: number;
}

/**
 * Real processes read, change and write one state while one of them is killed every so often and
 * replaced. Then the history must be linear and complete, and hold every update that a process was
 * told is recorded. On a busy machine it goes on until so many updates were told as seconds were
 * asked for, and nobody is killed while too few are.
 */
export async function raceToUpdate(
  backend: Backend,
  processes: number,
  seconds: number,
): Promise<UpdateRace> {
  const acknowledged: string[] = [];
  let started = 0;
  const listening: Promise<void>[] = [];
  const broken: string[] = [];
  const start = () => {
    const racer = new Racer("updater.ts", backend, `p${started++}`);
    const listen = async () => {
      for (let said; (said = await racer.hear<{ token: string }>());) acknowledged.push(said.token);
      if (!racer.killed) broken.push(racer.name);
    };
    listening.push(listen());
    return racer;
  };
  const racers = Array.from({ length: processes }, start);
  let killed = 0;
  const end = performance.now() + seconds * 1000;
  while (broken.length === 0 && (performance.now() < end || acknowledged.length < seconds)) {
    await new Promise((resolve) => setTimeout(resolve, 100 + 400 * Math.random()));
    if (killed > processes + 3 * acknowledged.length) continue;
    const unlucky = Math.floor(Math.random() * racers.length);
    racers[unlucky]!.kill();
    await racers[unlucky]!.end();
    racers[unlucky] = start();
    killed++;
  }
  racers.forEach((racer) => racer.kill());
  await Promise.all(racers.map((racer) => racer.end()));
  await Promise.all(listening);
  assert.deepEqual(broken, [], "they ended and nobody killed them");
  const versions = await judgeHistory(backend, acknowledged);
  return { acknowledged: acknowledged.length, versions, killed };
}

async function judgeHistory(backend: Backend, acknowledged: string[]): Promise<number> {
  const { store } = await openBackend(backend);
  const versions = (await stateVersions(store, ADDRESS)).reverse();
  let previous: StateDocument | undefined;
  for (const { versionId } of versions) {
    const object = (await store.getVersion(stateKey(ADDRESS), versionId))!;
    const document = decodeState(object.body, versionId);
    assert.equal(document.serial, (previous?.serial ?? 0) + 1);
    const [before, now] = [tokens(previous), tokens(document)];
    assert.deepEqual(now.slice(0, before.length), before);
    assert.ok((previous?.units.stack?.fence ?? 0) <= document.units.stack!.fence);
    const { checkpoint } = document.units.stack!;
    const body = checkpoint && (await store.getVersion(checkpoint.key, checkpoint.versionId))?.body;
    if (checkpoint) assert.equal(new TextDecoder().decode(body), now.at(-1));
    previous = document;
  }
  const recorded = new Set(tokens(previous));
  assert.equal(recorded.size, tokens(previous).length);
  assert.deepEqual(acknowledged.filter((token) => !recorded.has(token)), []);
  return versions.length;
}

function tokens(document: StateDocument | undefined): string[] {
  return document?.units.stack?.components["a/log"]?.spec.tokens as string[] | undefined ?? [];
}
