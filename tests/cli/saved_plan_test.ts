import assert from "node:assert/strict";
import { DirectoryTable } from "../../src/lock/directory_table.ts";
import { DirectoryStore } from "../../src/state/directory_store.ts";
import { Deployed } from "./deployed.ts";
import { deployTest, exits, summary } from "./deploy_place.ts";

deployTest(
  "a saved plan is applied as it was saved, whatever the folder says now",
  async (place) => {
    const file = `${place.folder}/new.plan`;
    exits(await place.panka("plan", "--var", "TAG=5", "--out", file), 0);
    place.write("services/jobs/worker.yaml", "nonsense");
    exits(await place.runIn(place.world(), "apply", file), 0);
    const again = exits(await place.runIn(place.world(), "apply", file), 7);
    assert.match(
      again.stderr,
      /what is deployed has changed.*\n.*panka plan \S+ -e dev --sandbox --out FILE/,
    );
    const chosen = await place.runIn(place.world(), "apply", file, "--var", "TAG=6");
    assert.match(exits(chosen, 64).stderr, /a saved plan says by itself/);
  },
);

deployTest(
  "a saved plan is refused with 7 when the engine would do something else now",
  async (place) => {
    const file = `${place.folder}/new.plan`;
    exits(await place.panka("plan", "--out", file), 0);
    const saved = JSON.parse(place.read("new.plan"));
    delete saved.components["jobs/worker"];
    place.write("new.plan", JSON.stringify(saved));
    const refused = exits(await place.runIn(place.world(), "apply", file), 7);
    assert.match(refused.stderr, /would do something else now/);
  },
);

deployTest(
  "a saved plan that is out of date is refused with 7 although the lock is held, and one that is not waits",
  async (place) => {
    const sandbox = `${place.folder}/.panka/sandbox`;
    const other = new Deployed(
      new DirectoryStore(`${sandbox}/state`),
      new DirectoryTable(`${sandbox}/locks`),
    );
    const save = async (name: string, tag: string) => {
      const file = `${place.folder}/${name}`;
      exits(await place.panka("plan", "--var", `TAG=${tag}`, "--out", file), 0);
      return file;
    };
    const apply = async (file: string) =>
      await place.runIn(place.world(), "apply", file, "--lock-timeout", "0s");
    const old = await save("old.plan", "5");
    exits(await place.panka("apply", "--yes"), 0);
    const fresh = await save("fresh.plan", "6");
    const session = await other.open("01J0000000000000000000000A");
    try {
      assert.match(exits(await apply(old), 7).stderr, /what is deployed has changed/);
      exits(await apply(fresh), 6);
    } finally {
      await session.release();
    }
    exits(await apply(old), 7);
    exits(await apply(fresh), 0);
  },
);

deployTest(
  "a saved plan of a service that is new, where services are locked one by one, is applied",
  async (place) => {
    place.write(
      "stack.yaml",
      place.read("stack.yaml").replace("spec:", "spec:\n  locking: service"),
    );
    exits(await place.panka("apply", "--yes"), 0);
    place.write("services/api/queue.yaml", place.read("services/jobs/queue.yaml"));
    const file = `${place.folder}/api.plan`;
    exits(await place.panka("plan", "--service", "api", "--out", file), 0);
    const applied = await place.runIn(place.world(), "apply", file, "-o", "json");
    assert.equal(summary(exits(applied, 0)).changes.create, 1);
  },
);
