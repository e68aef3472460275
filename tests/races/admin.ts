/** One process of {@link raceToRegister}: registers tenants and changes one that all change, and says when each is done. */
import { changeEntry, changeRegistry, type TenantEntry } from "../../src/tenant/registry.ts";
import { realClock, realRandom } from "../aws/real_world.ts";
import { openBackend } from "./backend.ts";
import { ROUNDS, SHARED } from "./register_race.ts";

const [backend, name] = [JSON.parse(Deno.args[0]!), Deno.args[1]!];
const { store } = await openBackend(backend);
const ports = { store, clock: realClock, random: realRandom };
const at = new Date().toISOString();
const entry = (name: string): TenantEntry => ({ name, created: at, status: "active", since: at });
const without = (all: readonly TenantEntry[], name: string) =>
  all.filter((one) => one.name !== name);

console.log(JSON.stringify({ ready: true }));
for await (const _ of Deno.stdin.readable) {
  for (let round = 0; round < ROUNDS; round++) {
    const own = entry(`${name}r${round}`);
    await changeRegistry(ports, (all) => [...without(all, own.name), own]);
    await changeEntry(ports, SHARED, (shared) => {
      const said = new Set((shared.contact ?? "").split(" ").filter(Boolean)).add(own.name);
      return { ...shared, contact: [...said].join(" ") };
    });
    console.log(JSON.stringify({ done: own.name }));
  }
  break;
}
