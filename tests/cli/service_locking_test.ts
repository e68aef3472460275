import assert from "node:assert/strict";
import { type DeployPlace, deployTest, exits, summary } from "./deploy_place.ts";

const worker = (name: string) =>
  `apiVersion: components.panka.io/v1
kind: Worker
metadata: {name: ${name}}
spec:
  image: {repository: nginx, tag: "\${TAG}"}
  environment: [{name: QUEUE, value: "\${data/queue.queueUrl}"}]
`;

const files = (locking: string) => ({
  "stack.yaml": `apiVersion: core.panka.io/v1
kind: Stack
metadata: {name: shop}
spec:
  locking: ${locking}
  provider: {name: sandbox, region: eu-west-1, accountId: "123456789012"}
  variables: {TAG: "1", TYPE: standard}
  environments: {dev: {}, staging: {}}
  outputs: {queue: "\${data/queue.queueUrl}"}
`,
  "services/jobs/queue.yaml": worker("sender"),
  "services/jobs/table.yaml": worker("packer"),
  "services/jobs/worker.yaml": worker("mailer"),
  "services/api/server.yaml": worker("server").replace("Worker", "MicroService") +
    "  ports: [{name: http, port: 80}]\n  serviceDiscovery: {}\n",
  "services/data/queue.yaml": `apiVersion: components.panka.io/v1
kind: SQS
metadata: {name: queue}
spec: {type: "\${TYPE}"}
`,
});

const apart = (name: string, body: (place: DeployPlace) => Promise<void>) =>
  deployTest(name, body, files("service"));
const apply = (place: DeployPlace, ...args: string[]) =>
  place.panka("apply", "--yes", "-o", "json", ...args);
const json = async (place: DeployPlace, verb: string, ...args: string[]) =>
  JSON.parse(exits(await place.panka(verb, "-o", "json", ...args), 0).stdout);

apart(
  "services are deployed one by one and as a whole, and all of it is destroyed",
  async (place) => {
    const early = exits(await apply(place, "--service", "api"), 64);
    assert.match(
      early.stderr + early.stdout,
      /api\/server uses data\/queue, which is not deployed/,
    );
    exits(await apply(place, "--service", "data"), 0);
    exits(await apply(place, "--service", "api"), 0);
    const rest = summary(exits(await apply(place), 0));
    assert.deepEqual([rest.changes.create, rest.outputs.queue !== undefined], [3, true]);
    assert.equal(summary(exits(await apply(place), 0)).outcome, "unchanged");
    const { components } = await json(place, "status");
    assert.equal(components.length, 5);
    exits(await place.panka("destroy", "--yes", "--allow-data-loss", "all"), 0);
    assert.deepEqual((await json(place, "status")).components, []);
    assert.deepEqual(JSON.parse(place.read(".panka/sandbox/cloud-dev.json")).resources, []);
  },
);

apart(
  "two services are deployed at the same time, and nothing of either is lost",
  async (place) => {
    exits(await apply(place), 0);
    const [api, jobs] = await Promise.all(
      ["api", "jobs"].map((name) => apply(place, "--service", name, "--var", "TAG=2")),
    );
    assert.equal(summary(exits(api!, 0)).changes.update, 1);
    assert.equal(summary(exits(jobs!, 0)).changes.update, 3);
    const after = exits(await apply(place, "--var", "TAG=2"), 0);
    assert.equal(summary(after).outcome, "unchanged");
  },
);

apart(
  "what a service gives others is seen to have changed by the next plan for those",
  async (place) => {
    exits(await apply(place), 0);
    const fifo = ["--var", "TYPE=fifo"];
    exits(await apply(place, ...fifo, "--service", "data", "--allow-data-loss", "all"), 0);
    const { changes } = await json(place, "plan", ...fifo, "--service", "api");
    assert.deepEqual(changes.map(({ id, action }: Record<string, string>) => [id, action]), [
      ["api/server", "update"],
    ]);
    assert.match(changes[0].reasons[0], /what it uses of another service has changed/);
    assert.equal(summary(exits(await apply(place, ...fifo), 0)).changes.update, 4);
    assert.equal(summary(exits(await apply(place, ...fifo), 0)).outcome, "unchanged");
  },
);

apart("a service that fails goes back by itself, and others stay as they are", async (place) => {
  exits(await apply(place), 0);
  const newer = ["--var", "TAG=2", "--service"];
  exits(await apply(place, ...newer, "api"), 0);
  const failed = await apply(place, ...newer, "jobs", "--sandbox-fail", "jobs/mailer:health");
  assert.equal(summary(failed).outcome, "rolled-back");
  const { summary: kept } = await json(place, "plan", ...newer.slice(0, 2));
  assert.deepEqual([kept.update, kept.unchanged], [3, 2]);
});

apart("what another service still uses is not deleted by itself", async (place) => {
  exits(await apply(place), 0);
  place.remove("services/data/queue.yaml");
  place.remove("services/jobs");
  place.remove("services/api");
  place.write("stack.yaml", files("service")["stack.yaml"].replace(/ *outputs.*\n/, ""));
  const alone = exits(await apply(place, "--service", "data", "--allow-data-loss", "all"), 64);
  assert.match(alone.stderr + alone.stdout, /as it is deployed, still uses data\/queue/);
  exits(await apply(place, "--allow-data-loss", "all"), 0);
  assert.deepEqual((await json(place, "status")).components, []);
});

apart(
  "a saved plan of one service, rehearse, promote and rollback are about it alone",
  async (place) => {
    exits(await apply(place), 0);
    const newer = ["--var", "TAG=2", "--service", "api"];
    exits(await place.panka("rehearse", ...newer), 0);
    exits(await place.panka("plan", ...newer, "--out", `${place.folder}/api.plan`), 0);
    const saved = `${place.folder}/api.plan`;
    exits(await apply(place, "--var", "TAG=2", "--service", "jobs"), 0);
    exits(await place.runIn(place.world(), "apply", saved), 0);
    exits(await place.runIn(place.world(), "apply", saved), 7);
    const builds = ["--from", "dev", "--to", "staging", "--yes"];
    exits(await place.panka("promote", ...builds), 0);
    exits(await apply(place, "--var", "TAG=3", "--service", "jobs"), 0);
    const back = await place.panka(
      "rollback",
      "--to",
      "1",
      "--service",
      "api",
      "--yes",
      "-o",
      "json",
    );
    assert.equal(summary(exits(back, 0)).changes.update, 1);
    const { summary: now } = await json(place, "plan", "--var", "TAG=3", "--service", "jobs");
    assert.equal(now.unchanged, 3);
  },
);

deployTest(
  "a stack whose locking is changed is deployed as a whole before its services are by themselves",
  async (place) => {
    exits(await apply(place), 0);
    place.write("stack.yaml", files("service")["stack.yaml"]);
    exits(await apply(place), 1);
    const locking = ["state", "locking", "service", place.folder, "-e", "dev", "--yes"];
    exits(await place.runIn(place.world(), ...locking), 0);
    const alone = exits(await apply(place, "--service", "api"), 64);
    assert.match(alone.stderr + alone.stdout, /api\/server still has a part in @stack\/@shared/);
    exits(await apply(place), 0);
    exits(await apply(place, "--service", "api", "--var", "TAG=2"), 0);
    exits(await place.panka("destroy", "--yes", "--allow-data-loss", "all"), 0);
    assert.deepEqual(JSON.parse(place.read(".panka/sandbox/cloud-dev.json")).resources, []);
  },
  files("stack"),
);
