import assert from "node:assert/strict";
import { loadAll } from "js-yaml";
import type { RunEvent } from "../../src/operations/events.ts";
import { Output } from "../../src/cli/output.ts";
import { openRunView, type RunView } from "../../src/cli/run_view.ts";
import { Screen } from "./screen.ts";
import { SteppedClock } from "./stepped_clock.ts";
import { golden, type TestWorld, testWorld, type WorldOptions } from "./test_world.ts";
import { component, EVENTS, PLAN, ROLLBACK } from "./view/scenario.ts";

interface Place {
  view: RunView;
  world: TestWorld;
  clock: SteppedClock;
  out: Output;
  screen: Screen;
  /** When something was written, in milliseconds. */
  written: number[];
  interrupt(): void;
  /** Lets events come in when they did. */
  play(events: readonly RunEvent[], until: number): Promise<void>;
}

async function open(
  options: WorldOptions & { output?: "table" | "json" | "yaml"; color?: string; rows?: number } =
    {},
): Promise<Place> {
  const clock = new SteppedClock();
  const { columns = 100, rows = 30 } = options;
  const screen = new Screen(columns, rows);
  const written: number[] = [];
  const listeners = new Set<() => void>();
  const world: TestWorld = Object.assign(testWorld({ ...options, columns }), {
    clock,
    rows: () => screen.rows,
    columns: () => screen.columns,
    onInterrupt(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  for (const stream of ["stdout", "stderr"] as const) {
    const keep = world[stream];
    world[stream] = (text) => {
      keep(text);
      written.push(clock.monotonic());
      if (options.terminal) screen.write(text);
    };
  }
  const out = new Output(world);
  out.configure({ output: options.output, color: options.color });
  const view = await openRunView({ world, out }, {
    verb: "apply",
    arguments: "shop -e production",
  });
  return {
    view,
    world,
    clock,
    out,
    screen,
    written,
    interrupt: () => listeners.forEach((listener) => listener()),
    async play(events, until) {
      for (const event of events) {
        if (event.at > until) break;
        if (event.at < clock.monotonic()) continue;
        await clock.pass(event.at - clock.monotonic());
        view.onEvent(event);
        if (event.type === "phase" && event.phase === "approve") view.onPlan(PLAN);
      }
      await clock.pass(until - clock.monotonic());
    },
  };
}

const SUMMARY: Extract<RunEvent, { type: "summary" }> = {
  type: "summary",
  at: 239_300,
  outcome: "rolled-back",
  deployment: 42,
  rolledBackTo: 41,
  changes: { create: 1, update: 2, replace: 1, delete: 1 },
  outputs: {},
  left: [],
  exitCode: 9,
};

Deno.test("a run on a terminal writes at least once a second and at most ten times", async () => {
  const { play, view, written } = await open({ terminal: true });
  await play(EVENTS, 5000);
  written.length = 0;
  // Nothing happens for a minute, but time is seen to pass.
  await play([], 65_000);
  const gaps = written.map((at, i) => at - (written[i - 1] ?? 5000));
  // Half a second, so that a busy machine stays under a whole one.
  assert.ok(Math.max(...gaps) <= 510, `silent for ${Math.max(...gaps)} ms`);
  assert.ok(written.length <= 121, `${written.length} frames where nothing happened`);
  // Many things at once are one frame.
  written.length = 0;
  for (let i = 0; i < 500; i++) view.onEvent({ type: "saved", at: 65_000 });
  await play([], 66_000);
  assert.ok(written.length <= 10, `${written.length} frames in a second`);
  view.close();
});

Deno.test("a run on a terminal rewrites only lines that changed", async () => {
  const { play, screen, view } = await open({ terminal: true });
  await play(EVENTS, 19_950);
  screen.written.clear();
  await play([], 20_950);
  const touched = [...screen.written.keys()].map((row) => screen.lines[row]!.trim().split(" ")[1]);
  assert.deepEqual(touched.sort(), ["1", "data/orders-db", "jobs/import-queue"]);
  view.close();
});

Deno.test("a run on a terminal leaves its last state as text, and the cursor", async () => {
  const { play, screen, view, out } = await open({ terminal: true, color: "never" });
  await play(ROLLBACK, 240_000);
  view.close();
  assert.equal(screen.cursorShown, true);
  assert.equal(out.above, undefined);
  await view.end(SUMMARY);
  golden("run-terminal", screen.text + "\n");
});

Deno.test("a run on a terminal that ends in an exception shows how far it came", async () => {
  const { play, screen, view, out } = await open({ terminal: true, color: "never" });
  await play(EVENTS, 20_000);
  view.close();
  view.close();
  out.note("error: the network is gone");
  assert.equal(screen.cursorShown, true);
  const end = screen.text.split("\n").slice(-6);
  assert.match(end[0]!, /● data\/orders-db .* not finished$/);
  assert.match(end[1]!, /✓ data\/exports .* created$/);
  assert.equal(end.at(-1), "error: the network is gone");
});

Deno.test("a run on a terminal gives its place to whoever shows the wait for a lock", async () => {
  const { view, screen, world, clock } = await open({ terminal: true });
  view.onEvent({ type: "phase", at: 0, phase: "lock" });
  await clock.pass(300);
  assert.deepEqual(screen.shown, ["reading lock and state"]);
  const item = { key: "stack:shop:env:production", fence: 3, owner: "01J" };
  view.onEvent({
    type: "lock",
    at: 300,
    event: {
      type: "lock-waiting",
      key: item.key,
      item,
      silentMs: 0,
      nextLookMs: 2000,
      takeoverInMs: 65_000,
    },
  });
  world.stderr("\r\x1b[Kheld by someone");
  await clock.pass(5000);
  assert.deepEqual(screen.shown, ["held by someone"]);
  world.stderr("\r\x1b[K");
  view.onEvent({ type: "phase", at: 5300, phase: "plan" });
  assert.deepEqual(screen.shown, ["comparing with what is recorded 5s"]);
  view.close();
  assert.deepEqual(screen.shown, []);
});

Deno.test("a run on a terminal keeps notes above what stays in place", async () => {
  const { view, screen, play, out } = await open({ terminal: true, color: "never" });
  await play(EVENTS, 20_000);
  out.note("installing Pulumi 3.1");
  view.onEvent({ type: "diagnostic", at: 20_000, severity: "warning", message: "a warning" });
  await play([], 21_000);
  const lines = screen.shown;
  const at = lines.indexOf("installing Pulumi 3.1");
  assert.equal(lines[at + 1], "  warning: a warning");
  assert.match(lines[at + 2]!, /^ {2}wave 1/);
  assert.match(lines.at(-1)!, /Ctrl-C finishes what is in flight$/);
  view.close();
});

Deno.test("a run on a terminal tells at once that Ctrl-C was heard", async () => {
  const { view, screen, play, interrupt } = await open({ terminal: true, color: "never" });
  await play(EVENTS, 20_050);
  interrupt();
  await play([], 20_250);
  assert.match(screen.shown.at(-1)!, /stopping when 2 components are done; Ctrl-C again stops now/);
  view.close();
});

Deno.test("a run on a terminal survives being resized", async () => {
  const { view, screen, play } = await open({ terminal: true, color: "never" });
  await play(EVENTS, 20_000);
  for (const [columns, rows] of [[60, 30], [40, 12], [120, 6], [100, 30]] as const) {
    Object.assign(screen, { columns, rows });
    // A terminal wraps what is too wide by itself.
    screen.lines.splice(
      0,
      screen.lines.length,
      ...screen.lines.flatMap((line) => line.match(new RegExp(`.{1,${columns}}`, "g")) ?? [""]),
    );
    await play([], view ? 20_000 : 0);
    view.onEvent({ type: "saved", at: 20_000 });
    await play([], 20_000);
  }
  view.close();
  assert.equal(screen.cursorShown, true);
});

for (
  const [name, options] of Object.entries<WorldOptions & { color?: string }>({
    pipe: {},
    dumb: { terminal: true, env: { TERM: "dumb" } },
    "pipe-40": { columns: 40 },
    "github-actions": { env: { GITHUB_ACTIONS: "true" } },
  })
) {
  Deno.test(`a run that can't stay in place prints lines: ${name}`, async () => {
    const { play, view, world } = await open(options);
    await play(ROLLBACK, 240_000);
    view.close();
    await view.end(SUMMARY);
    assert.equal(world.printed.stdout, "");
    // deno-lint-ignore no-control-regex
    assert.doesNotMatch(world.printed.stderr, /\x1b/);
    if (name !== "github-actions") assert.doesNotMatch(world.printed.stderr, /^::/m);
    golden(`run-${name}`, world.printed.stderr);
  });
}

Deno.test("a run's lines have colours only where they are wanted", async () => {
  const shown = async (options: WorldOptions & { color?: string }) => {
    const { play, view, world } = await open(options);
    await play(EVENTS, 60_000);
    view.close();
    return world.printed.stderr;
  };
  // deno-lint-ignore no-control-regex
  const colored = /\x1b\[3\dm/;
  assert.match(await shown({ color: "always" }), colored);
  assert.match(await shown({ terminal: true }), colored);
  assert.doesNotMatch(await shown({ terminal: true, env: { NO_COLOR: "1" } }), colored);
  assert.doesNotMatch(await shown({}), colored);
});

Deno.test("a run in a log shows life every ten seconds, and only while it is silent", async () => {
  const { play, view, world } = await open();
  await play(EVENTS, 60_000);
  const lines = world.printed.stderr.split("\n").filter((line) => line.includes("still working"));
  assert.deepEqual(lines, [
    "  still working: data/orders-db    RDS     14s  changing database instance; usually 5–10 min",
    "  still working: jobs/import-queue SQS     13s  replacing queue; usually 1–2 min",
    "  still working: data/orders-db    RDS     24s  changing database instance; usually 5–10 min",
    "  still working: jobs/import-queue SQS     23s  replacing queue; usually 1–2 min",
    "  still working: data/orders-db RDS     37s  changing database instance; usually 5–10 min",
    "  still working: data/orders-db RDS     56s  changing database instance; usually 5–10 min",
  ]);
  view.close();
  await play([component(70_000, "data/orders-db", "succeeded", 66)], 200_000);
  assert.equal(world.printed.stderr.split("still working").length - 1, lines.length, "it stopped");
});

Deno.test("a run does not show as failed what was stopped on its way", async () => {
  const stop = {
    ...component(60_000, "data/orders-db", "failed", 56),
    stopped: true as const,
  };
  for (const terminal of [false, true]) {
    const { play, view, world } = await open({ terminal });
    await play([...EVENTS.filter(({ at }) => at < 60_000), stop], 61_000);
    view.close();
    // deno-lint-ignore no-control-regex
    const text = world.printed.stderr.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "");
    assert.match(text, /● data\/orders-db +RDS .*not finished/);
    assert.doesNotMatch(text, /✗ data\/orders-db/);
  }
});

Deno.test("a run for machines is one complete JSON object a line, and nothing else", async () => {
  const { play, view, world, out } = await open({ output: "json" });
  await play(ROLLBACK, 240_000);
  view.close();
  await view.end(SUMMARY);
  assert.equal(world.printed.stderr, "");
  const lines = world.printed.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(lines.filter((line) => line.schema !== "panka/apply@1"), []);
  assert.ok(lines.every(({ at }, i) => Number.isInteger(at) && at >= (lines[i - 1]?.at ?? 0)));
  const { type, outcome, exitCode, rolledBackTo, left, changes } = lines.at(-1);
  assert.deepEqual(
    { type, outcome, exitCode, rolledBackTo, left, changes },
    {
      type: "summary",
      outcome: "rolled-back",
      exitCode: 9,
      rolledBackTo: 41,
      left: [],
      changes: { create: 1, update: 2, replace: 1, delete: 1 },
    },
  );
  assert.deepEqual(lines.filter(({ type }) => type === "plan").length, 2);
  // An error that ends the run keeps to one line too.
  world.printed.stdout = "";
  await out.failure({ code: "locked", summary: "someone has it", fix: "wait" }, 6);
  const [error, summary] = world.printed.stdout.trimEnd().split("\n").map((l) => JSON.parse(l));
  assert.deepEqual([error.schema, error.exitCode, error.at], ["panka/error@1", 6, 239_300]);
  assert.deepEqual([summary.type, summary.outcome, summary.exitCode], ["summary", "failed", 6]);
});

Deno.test("a run for machines is a stream of YAML documents where YAML is wanted", async () => {
  const { play, view, world } = await open({ output: "yaml" });
  await play(EVENTS, 60_000);
  view.close();
  await view.end(SUMMARY);
  const documents = loadAll(world.printed.stdout) as { schema: string; type: string }[];
  assert.ok(documents.length > 10);
  assert.deepEqual(documents.filter(({ schema }) => schema !== "panka/apply@1"), []);
  assert.equal(documents.at(-1)!.type, "summary");
});

Deno.test("a run in a log shows life also while nothing has begun", async () => {
  const { play, view, world } = await open();
  await play(EVENTS.slice(0, EVENTS.findIndex(({ type }) => type === "component")), 25_000);
  view.close();
  const lines = world.printed.stderr.split("\n").filter((line) => line.includes("still working"));
  assert.deepEqual(lines, ["  still working: getting ready", "  still working: getting ready"]);
});
