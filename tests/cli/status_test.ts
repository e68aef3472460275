import assert from "node:assert/strict";
import type { StackStatus } from "../../src/operations/status.ts";
import type { ComponentState, StateDocument } from "../../src/state/document.ts";
import { statusLines } from "../../src/cli/view/status.ts";
import { colors, widthOf } from "../../src/cli/view/style.ts";
import { recordedTest } from "./recorded_world.ts";
import { Screen } from "./screen.ts";
import { golden, runIn } from "./test_world.ts";

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const ADDRESS = { stack: "shop", environment: "production" };

const component = (kind: string, status: ComponentState["status"]): ComponentState => ({
  kind,
  status,
  spec: {},
  files: {},
  rendered: "",
  outputs: {},
  dependsOn: [],
  resources: {},
  deployment: "01A",
});

function found(
  components: Record<string, ComponentState>,
  draft: Partial<StateDocument["units"][string]> = {},
  locks: StackStatus["locks"] = [],
): StackStatus {
  const document: StateDocument = {
    formatVersion: 1,
    ...ADDRESS,
    engine: "sandbox",
    locking: "stack",
    serial: 12,
    writeId: "w",
    units: { stack: { fence: 1, settings: { region: "eu-west-1" }, components, ...draft } },
    outputs: {},
    deployments: [{
      id: "01A",
      number: 41,
      at: "2026-01-02T01:04:05.000Z",
      by: "ci",
      host: "runner-7",
      command: "panka apply",
      result: "rolled-back",
      changes: { create: 1, update: 0, replace: 0, delete: 0 },
      seconds: 92,
    }],
    checksum: "",
  };
  return { state: { document, etag: "e", versionId: "v", at: NOW - 7_200_000 }, locks };
}

const MIXED = {
  "data/orders-db": component("RDS", "ready"),
  "data/exports": component("S3", "updating"),
  "api/server": component("MicroService", "failed"),
  "jobs/worker": component("Worker", "unhealthy"),
};
const LOCK = {
  key: "stack:shop:env:production",
  fence: 9,
  owner: "01B",
  holder: {
    user: "ci",
    host: "runner-7",
    pid: 1,
    command: "panka apply -e production",
    since: "2026-01-02T03:02:53.000Z",
    lastHeartbeat: "2026-01-02T03:04:00.000Z",
  },
};
const IN_FLIGHT = {
  deployment: "01B",
  fence: 9,
  owner: "01B",
  user: "ci",
  host: "runner-7",
  started: "2026-01-02T03:03:05.000Z",
  intents: [
    { component: "data/exports", action: "update" as const, resources: [] },
    { component: "data/new", action: "create" as const, resources: [] },
  ],
};

Deno.test("statusLines() counts what an earlier run left, where the last one did not look", () => {
  const { intents, ...rest } = IN_FLIGHT;
  const left = found(MIXED, { inFlight: { ...rest, intents: [], inherited: intents } });
  const lines = statusLines(left, ADDRESS, NOW, colors(false), 100).join("\n");
  assert.match(lines, /cut off: a run by ci@runner-7 left 2 components unfinished/);
});

for (const columns of [100, 60, 40]) {
  Deno.test(`statusLines() tells what is recorded at ${columns} columns`, () => {
    const cases = {
      "in flight": found(MIXED, { inFlight: IN_FLIGHT }, [LOCK]),
      "cut off": found(MIXED, { inFlight: IN_FLIGHT }),
      "nothing yet": { locks: [LOCK] },
    };
    const texts = Object.entries(cases).map(([name, status]) => {
      const lines = statusLines(status, ADDRESS, NOW, colors(false), columns);
      for (const line of lines) assert.ok(widthOf(line) <= columns, line);
      return `##### ${name}\n${lines.join("\n")}\n`;
    });
    golden(`status-${columns}`, texts.join(""));
  });
}

Deno.test("statusLines() folds what is ready where lines are few, and never what is not", () => {
  const many = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [`s/c${i}`, component("SQS", "ready")]),
  );
  const status = found({ ...many, ...MIXED });
  for (const most of [40, 20, 12, 8]) {
    const lines = statusLines(status, ADDRESS, NOW, colors(false), 80, most);
    assert.ok(lines.length <= most, `${lines.length} of ${most}`);
    const text = lines.join("\n");
    if (most < 40) assert.match(text, /✓ 31 ready/);
    if (most >= 12) assert.match(text, /✗ api\/server[\s\S]*✗ jobs\/worker/);
  }
});

recordedTest(
  "status shows components, the last deployment and that nobody holds the lock",
  async (place) => {
    await place.deployTwice();
    const { code, stdout, stderr } = await runIn(place.world(), "status");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^shop · dev .*deployment 2, succeeded .* by ci$/m);
    assert.match(stdout, /✓ api\/server {2}MicroService ready/);
    assert.match(stdout, /3 components: 3 ready/);
    assert.match(stdout, /lock: free/);
    assert.match(stderr, /next: panka show COMPONENT/);
  },
);

recordedTest("status -o json has every field that scripts read", async (place) => {
  await place.deployTwice();
  const lock = await place.open("01JHOLDER");
  const { stdout } = await runIn(place.world(), "status", "-o", "json");
  await lock.release();
  const { schema, components, deployment, locks, inFlight, health, drift } = JSON.parse(stdout);
  assert.equal(schema, "panka/status@1");
  assert.deepEqual(components[0], {
    id: "api/server",
    kind: "MicroService",
    status: "ready",
    deployment: 2,
  });
  assert.equal(deployment.version, 2);
  assert.deepEqual(locks.map(({ user, held }: Record<string, unknown>) => ({ user, held })), [
    { user: "ci", held: true },
  ]);
  assert.deepEqual({ inFlight, health, drift }, {
    inFlight: [],
    health: "unknown",
    drift: "unknown",
  });
});

recordedTest(
  "status ends with an error where nothing was ever deployed, unless it is just begun",
  async (place) => {
    const { code, stderr } = await runIn(place.world(), "status");
    assert.equal(code, 1);
    assert.match(stderr, /nothing is recorded of shop in dev/);
    const first = await place.open("01JFIRST");
    const begun = await runIn(place.world(), "status");
    await first.release();
    assert.equal(begun.code, 0);
    assert.match(begun.stdout, /nothing is recorded yet\nlock: shop\/dev is held by ci@runner-7/);
  },
);

recordedTest(
  "status --follow stays in place until Ctrl-C, then leaves what it saw last",
  async (place) => {
    await place.deployTwice();
    const screen = new Screen(80, 24);
    const world = place.world({ terminal: true, env: { NO_COLOR: "1" } });
    const listeners = new Set<() => void>();
    let looks = 0;
    Object.assign(world, {
      rows: () => 24,
      stdout: (text: string) => screen.write(text),
      onInterrupt: (listener: () => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      clock: {
        ...world.clock,
        async sleep(ms: number) {
          assert.equal(ms, 2000);
          looks++;
          assert.equal(screen.cursorShown, false);
          assert.equal(screen.shown.filter((line) => line.startsWith("shop · dev")).length, 1);
          if (looks === 2) {
            assert.match(screen.shown.join("\n"), /lock: shop\/dev is held by ci@runner-7/);
          } else assert.match(screen.shown.join("\n"), /lock: free/);
          if (looks === 1) lock = await place.open("01JOTHER");
          if (looks === 2) await lock!.release();
          if (looks === 3) { for (const listener of listeners) listener(); }
        },
      },
    });
    let lock: Awaited<ReturnType<typeof place.open>> | undefined;
    const { code } = await runIn(world, "status", "--follow");
    assert.equal(code, 0);
    assert.equal(looks, 3);
    assert.equal(screen.cursorShown, true);
    assert.equal(listeners.size, 0);
    assert.equal(screen.text.split("shop · dev").length, 2, screen.text);
  },
);

recordedTest(
  "status --follow -o json prints one line whenever something has changed",
  async (place) => {
    await place.deploy(1, {});
    const world = place.world();
    let stop = () => {};
    let looks = 0;
    Object.assign(world, {
      onInterrupt: (listener: () => void) => {
        stop = listener;
        return () => {};
      },
      clock: {
        ...world.clock,
        async sleep() {
          if (++looks === 3) await place.deploy(2, {});
          if (looks === 5) stop();
        },
      },
    });
    const { code, stdout } = await runIn(world, "status", "--follow", "-o", "json");
    assert.equal(code, 0);
    const lines = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(lines.map(({ deployment }) => deployment.version), [1, 2]);
  },
);
