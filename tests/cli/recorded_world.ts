import { DirectoryTable } from "../../src/lock/directory_table.ts";
import { DirectoryStore } from "../../src/state/directory_store.ts";
import { realClock, realRandom } from "../aws/real_world.ts";
import { Deployed, STACK } from "./deployed.ts";
import { type Answer, promptWorld } from "./prompting.ts";
import { type TestWorld, testWorld, type WorldOptions } from "./test_world.ts";

export { ADDRESS, STACK } from "./deployed.ts";

/** A world whose state and locks are in a real folder, with the real time: what commands do is done. */
export class RecordedWorld extends Deployed {
  private constructor(readonly folder: string) {
    super(new DirectoryStore(`${folder}/state`), new DirectoryTable(`${folder}/locks`));
  }

  static async open(): Promise<RecordedWorld> {
    return new RecordedWorld(await Deno.makeTempDir({ prefix: "panka-cli-" }));
  }

  close(): Promise<void> {
    return Deno.remove(this.folder, { recursive: true });
  }

  /** A terminal, or none, before this state. */
  world(options: WorldOptions = {}): TestWorld {
    return this.#real(testWorld(this.#options(options)));
  }

  /** A terminal where questions get these answers. */
  prompting(answers: readonly Answer[], options: WorldOptions = {}): TestWorld {
    return this.#real(promptWorld(this.#options(options), answers));
  }

  #options(options: WorldOptions): WorldOptions {
    const env = {
      PANKA_BACKEND_DIRECTORY: this.folder,
      USER: "ada",
      HOSTNAME: "laptop",
      ...options.env,
    };
    return { ...options, env, files: { "stack.yaml": STACK, ...options.files } };
  }

  /** Leases need a clock that lets time pass. */
  #real<T extends TestWorld>(world: T): T {
    return Object.assign(world, { clock: realClock, random: realRandom });
  }
}

/** What is different in each run, as long as before: times, ids of runs, fences stay. */
export function steady(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "2026-01-02 03:04:05")
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, "2026-01-02T03:04:05.000Z")
    .replace(/\b[0-9a-f]{64}\b/g, "0".repeat(64))
    .replace(/\b\ds\b/g, "0s");
}

/** A test in a {@link RecordedWorld} that is removed afterwards. */
export function recordedTest(name: string, run: (place: RecordedWorld) => Promise<void>): void {
  Deno.test(name, async () => {
    const place = await RecordedWorld.open();
    try {
      await run(place);
    } finally {
      await place.close();
    }
  });
}
