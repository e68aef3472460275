import assert from "node:assert/strict";
import type { Seen } from "../faults/proxy.ts";
import { type Doom, DoomedPlace, type Size } from "./doomed.ts";
import { inventoryOf } from "./inventory.ts";
import { e2eMissing, type Ran } from "./panka.ts";

const missing = e2eMissing();
if (missing) console.log(`SKIPPED tests/e2e/kill_test.ts: ${missing}`);

const isState = ({ method, target }: Seen) => method === "PUT" && target.includes("/state.json");

const whileCreating = (operation: string): Doom => ({
  at: ({ headers }) => headers.get("x-amz-target")?.endsWith(`.${operation}`) ? "held" : undefined,
});

function afterASave(): Doom {
  const busy = new Set<unknown>();
  return {
    // So that something is in flight until the death.
    ...whileCreating("CreateQueue"),
    line({ type, status, key }) {
      if (type === "resource" && status === "started") busy.add(key);
      else if (type === "resource") busy.delete(key);
      return busy.size > 0 && type === "saved";
    },
  };
}

const beforeTheRecord: Doom = {
  at: (request) =>
    isState(request) && Object.keys(JSON.parse(request.body).units.stack.components).length > 0
      ? "unheard"
      : undefined,
};

interface Death {
  where: string;
  doom(): Doom;
  size: Size;
  /** Whether another machine goes on. */
  elsewhere: boolean;
}

const DEATHS: Death[] = [
  {
    where: "with the lock, before the seal",
    doom: () => ({ at: (request) => isState(request) ? "unheard" : undefined }),
    size: "named",
    elsewhere: false,
  },
  ...[false, true].flatMap((elsewhere): Death[] => [
    {
      where: "while the engine creates a queue and more",
      doom: () => whileCreating("CreateQueue"),
      size: "named",
      elsewhere,
    },
    {
      where: "after a save, with resources in flight",
      doom: afterASave,
      size: "named",
      elsewhere,
    },
  ]),
  ...[false, true].map((elsewhere): Death => ({
    where: "while the engine creates a service of containers",
    doom: () => whileCreating("CreateService"),
    size: "all",
    elsewhere,
  })),
  {
    where: "while the engine creates a service of containers, with services locked one by one",
    doom: () => whileCreating("CreateService"),
    size: "services",
    elsewhere: true,
  },
  {
    where: "after the engine, before what it made is recorded",
    doom: () => beforeTheRecord,
    size: "all",
    elsewhere: true,
  },
];

Deno.test({
  name: "panka apply killed with its process group is gone on with by the next run" +
    (missing ? ` (skipped: ${missing})` : ""),
  ignore: missing !== undefined,
}, async (t) => {
  // A dead holder is believed dead after a minute: all of them wait at the same time.
  const wanted = { named: clean("named"), all: clean("all"), services: clean("services") };
  const trials = DEATHS.map(trial);
  await Promise.allSettled([...Object.values(wanted), ...trials]);
  for (const [i, { where, size, elsewhere }] of DEATHS.entries()) {
    await t.step(`${where}${elsewhere ? ", by another machine" : ""}`, async () => {
      const { first, second, inventory } = await trials[i]!;
      assert.equal(first.code, 0, first.stdout + first.stderr);
      assert.match(first.stdout, /"status":"taken-over"/);
      assert.deepEqual(inventory, await wanted[size]);
      assert.equal(second.code, 0, second.stdout + second.stderr);
      assert.match(second.stdout, /"outcome":"unchanged"/);
    });
  }
});

async function clean(size: Size): Promise<string[]> {
  const doomed = await DoomedPlace.open(size);
  try {
    const { code, stdout, stderr } = await doomed.apply("one");
    assert.equal(code, 0, stdout + stderr);
    return await inventoryOf(doomed.place);
  } finally {
    await doomed.close();
  }
}

async function trial(
  { doom, size, elsewhere }: Death,
): Promise<{ first: Ran; second: Ran; inventory: string[] }> {
  const doomed = await DoomedPlace.open(size);
  try {
    await doomed.die(doom());
    const machine = elsewhere ? "two" : "one";
    if (elsewhere) await doomed.write(machine);
    const first = await doomed.apply(machine);
    const inventory = await inventoryOf(doomed.place);
    return { first, second: await doomed.apply(machine), inventory };
  } finally {
    await doomed.close();
  }
}
