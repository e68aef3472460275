import assert from "node:assert/strict";
import { hostFiles } from "../../src/cli/host_files.ts";
import { discover } from "../../src/stack/discover.ts";
import { Report } from "../../src/stack/report.ts";
import { memoryFiles } from "../memory_files.ts";

/** What is found and said of a folder in which some names are links. */
function discovered(links: Record<string, string>) {
  const home = Deno.makeTempDirSync();
  try {
    const root = `${home}/stack`;
    Deno.mkdirSync(`${root}/shared`, { recursive: true });
    Deno.writeTextFileSync(`${root}/shared/defaults.yaml`, "");
    Deno.mkdirSync(`${home}/elsewhere/api`, { recursive: true });
    Deno.writeTextFileSync(`${home}/elsewhere/api/queue.yaml`, "");
    Deno.writeTextFileSync(`${home}/elsewhere/secret.yaml`, "");
    Deno.writeTextFileSync(`${root}/stack.yaml`, "");
    for (const [name, target] of Object.entries(links)) {
      if (name === "stack.yaml") Deno.removeSync(`${root}/${name}`);
      Deno.symlinkSync(target, `${root}/${name}`);
    }
    const report = new Report();
    const { files } = discover(hostFiles, root, report);
    return {
      files: files.map(({ path }) => path.slice(root.length + 1)),
      said: report.sorted().map(({ code, summary }) =>
        `${code} ${summary.replaceAll(root + "/", "")}`
      ),
    };
  } finally {
    Deno.removeSync(home, { recursive: true });
  }
}

Deno.test("discover() reads nothing through a services, infra or environments folder that is a link out of the stack", () => {
  const { files, said } = discovered({
    services: "../elsewhere",
    infra: "../elsewhere",
    environments: "../elsewhere",
  });
  assert.deepEqual(files, ["stack.yaml"]);
  assert.deepEqual(said.sort(), [
    'link-out "environments" is a link to a place outside the stack',
    'link-out "infra" is a link to a place outside the stack',
    'link-out "services" is a link to a place outside the stack',
  ]);
});

Deno.test("discover() names the link when a folder of the stack leads to itself or nowhere", () => {
  const { files, said } = discovered({ infra: "infra", services: "nowhere" });
  assert.deepEqual(files, ["stack.yaml"]);
  assert.deepEqual(said.sort(), [
    'link-broken "infra" is a link that leads nowhere',
    'link-broken "services" is a link that leads nowhere',
  ]);
});

Deno.test("discover() reads an infra folder that is a link to another folder of the stack", () => {
  const { files, said } = discovered({ infra: "shared" });
  assert.deepEqual(files, ["stack.yaml", "infra/defaults.yaml"]);
  assert.deepEqual(said, []);
});

Deno.test("discover() reads a stack.yaml that is a link inside the stack, and none that leads out or nowhere", () => {
  const inside = discovered({ "stack.yaml": "shared/defaults.yaml" });
  assert.deepEqual(inside, { files: ["stack.yaml"], said: [] });
  const outside = discovered({ "stack.yaml": "../elsewhere/secret.yaml" });
  assert.deepEqual(outside.files, []);
  assert.deepEqual(outside.said, ['link-out "stack.yaml" is a link to a place outside the stack']);
  const nowhere = discovered({ "stack.yaml": "nowhere" });
  assert.deepEqual(nowhere.said, ['link-broken "stack.yaml" is a link that leads nowhere']);
});

const DOCUMENT = "apiVersion: components.panka.io/v1\nkind: SQS\n";

Deno.test("discover() warns of documents that lie where nothing is read, and of no other file", () => {
  const report = new Report();
  const files = memoryFiles({
    "stack.yaml": "",
    "queue.yaml": DOCUMENT,
    "compose.yaml": "services: {}",
    "services/queue.yml": DOCUMENT,
    "services/api/queue.yaml": DOCUMENT,
    "environments/live.yaml": DOCUMENT,
  });
  const found = discover(files, ".", report).files.map(({ path }) => path);
  assert.deepEqual(found, ["stack.yaml", "services/api/queue.yaml"]);
  assert.deepEqual(report.sorted().map(({ code, summary }) => `${code} ${summary}`).sort(), [
    'unread-file "environments/live.yaml" is not read: nothing in it is deployed',
    'unread-file "queue.yaml" is not read: nothing in it is deployed',
    'unread-file "services/queue.yml" is not read: nothing in it is deployed',
  ]);
});
