import assert from "node:assert/strict";
import { readState } from "../../src/state/history.ts";
import { stateKey } from "../../src/state/paths.ts";
import { ADDRESS } from "../cli/deployed.ts";
import { runIn } from "../cli/test_world.ts";
import { generator } from "../simulation/choices.ts";
import { type AwsPlace, awsTests } from "./aws_place.ts";
import type { Fault } from "./proxy.ts";

const onAws = await awsTests();

const s3Error = (code: string) => `<Error><Code>${code}</Code><Message>no</Message></Error>`;

const FAULTS: Fault[] = [
  { kind: "unheard" },
  { kind: "lost" },
  { kind: "truncated" },
  { kind: "flipped" },
  { kind: "answered", status: 503, body: s3Error("SlowDown") },
  { kind: "answered", status: 500, body: s3Error("InternalError"), done: true },
  { kind: "answered", status: 500, body: s3Error("InternalError") },
];

async function serviceNames({ store }: AwsPlace): Promise<string[]> {
  const { document } = (await readState(store, ADDRESS))!;
  return Object.keys(document.units.stack!.components).filter((id) => id.startsWith("data/t"));
}

/** Of ten requests so many go wrong; of 25 runs at least so many get through all the same. */
const RATES: [spoilt: number, through: number][] = [[3, 15], [7, 1]];

for (const [spoilt, through] of RATES) {
  onAws(
    `state mv says what is true of every run when ${spoilt} requests in ten go wrong`,
    async (place) => {
      const seed = Number(Deno.env.get("PANKA_FAULT_SEED") ?? Date.now() % 100_000);
      console.log(`seed ${seed}`);
      const random = generator(seed);
      await runIn(place.world(), "state", "mv", "data/jobs", "data/t0");
      place.proxy.rule(() =>
        random() < spoilt / 10 ? FAULTS[Math.floor(random() * FAULTS.length)] : undefined
      );
      const ended: Record<string, number> = {};
      let known = "data/t0";
      for (let run = 1; run <= 25; run++) {
        const next = `data/t${run}`;
        const args = ["state", "mv", known, next, "--lock-timeout", "5m", "-o", "json"];
        const { code, stdout, stderr } = await runIn(place.world(), ...args);
        const said = code === 0 ? "done" : JSON.parse(stdout).diagnostics[0].code;
        ended[said] = (ended[said] ?? 0) + 1;
        const [is, ...more] = await serviceNames(place);
        const true_ = said === "done" || said === "audit-missing"
          ? [next]
          : said === "unknown-outcome"
          ? [known, next]
          : [known];
        const story = `run ${run} said "${said}": ${known} → ${is}\n${stdout}${stderr}`;
        assert.ok(true_.includes(is!) && more.length === 0 && said !== "internal", story);
        known = is!;
      }
      console.log(JSON.stringify(ended));
      assert.ok((ended.done ?? 0) >= through, JSON.stringify(ended));
      place.proxy.rule(() => undefined);
      const args = ["state", "mv", known, "data/jobs", "--lock-timeout", "5m"];
      const last = await runIn(place.world(), ...args);
      assert.equal(last.code, 0, last.stderr);
      const lock = await place.table.get("stack:shop:env:dev");
      assert.equal(lock?.owner, undefined, "the last run gave the lock back");
    },
  );
}

const WRONG_READS: [what: string, fault: Fault, code: number][] = [
  ...([
    [400, "InvalidArgument", 1],
    [401, "Unauthorized", 4],
    [403, "AccessDenied", 4],
    [404, "NoSuchBucket", 1],
    [409, "OperationAborted", 1],
    [412, "PreconditionFailed", 1],
    [429, "TooManyRequests", 1],
    [500, "InternalError", 1],
    [503, "SlowDown", 1],
  ] as const).map(([status, error, code]): [string, Fault, number] => [
    `${status} ${error}`,
    { kind: "answered", status, body: s3Error(error) },
    code,
  ]),
  ["404 without a word", { kind: "answered", status: 404 }, 1],
  ["200 and a proxy's page", { kind: "answered", status: 200, body: "<html>log in</html>" }, 1],
  ["200 and nothing", { kind: "answered", status: 200 }, 1],
  ["a truncated body", { kind: "truncated" }, 1],
  ["a flipped byte", { kind: "flipped" }, 1],
  ["no answer", { kind: "lost" }, 1],
  ["no connection", { kind: "unheard" }, 1],
];

for (const [what, fault, expected] of WRONG_READS) {
  onAws(`no command writes when the read of the state ends in ${what}`, async (place) => {
    const pulled = await runIn(place.world(), "state", "pull");
    const world = () => place.world({ files: { "s.json": pulled.stdout } });
    const key = stateKey(ADDRESS);
    place.proxy.rule(({ method, target }) =>
      method === "GET" && target.includes(key) ? fault : undefined
    );
    place.proxy.seen.length = 0;
    const commands = [
      ["state", "rm", "api/server", "--yes"],
      ["state", "mv", "jobs", "data/x"],
      ["state", "push", "s.json", "--reason", "x", "--yes", "--force"],
      ["state", "restore", "--at", "0s", "--reason", "x", "--yes"],
      ["state", "locking", "service", "--yes"],
    ];
    for (const args of commands) {
      const { code, stderr } = await runIn(world(), ...args);
      assert.equal(code, expected, `${args.join(" ")}: ${stderr}`);
      assert.match(stderr, /^error\[(?!internal)/m);
    }
    const writes = place.proxy.seen.filter(({ method }) => method === "PUT" || method === "DELETE");
    assert.deepEqual(writes.map(({ target }) => target), []);
    const { document } = (await readState(place.store, ADDRESS))!;
    assert.equal(document.serial, 4);
  });
}

for (const [what, fault, expected] of WRONG_READS) {
  onAws(`no command writes when the read under the lock ends in ${what}`, async (place) => {
    const key = stateKey(ADDRESS);
    let reads = 0;
    place.proxy.rule(({ method, target }) =>
      method === "GET" && target.includes(key) && ++reads > 1 ? fault : undefined
    );
    place.proxy.seen.length = 0;
    const { code, stderr } = await runIn(place.world(), "state", "mv", "jobs", "data/x");
    assert.equal(code, expected, stderr);
    assert.deepEqual(place.proxy.seen.filter(({ method }) => method === "PUT"), []);
    assert.equal((await place.table.get("stack:shop:env:dev"))?.owner, undefined);
  });
}

onAws(
  "state mv is recorded once and said to be so when the answer to its write is lost",
  async (place) => {
    const key = stateKey(ADDRESS);
    let writes = 0;
    place.proxy.rule(({ method, target }) =>
      method === "PUT" && target.includes(key) && ++writes === 1 ? { kind: "lost" } : undefined
    );
    const { code, stdout } = await runIn(
      place.world(),
      "state",
      "mv",
      "jobs",
      "data/t1",
      "-o",
      "json",
    );
    assert.equal(code, 0, stdout);
    assert.equal(JSON.parse(stdout).serial, 5);
    assert.equal(writes, 1);
    assert.equal((await place.store.versions(key)).length, 5);
  },
);

onAws("an edit that is done is told apart from its missing audit record", async (place) => {
  place.proxy.rule(({ method, target }) =>
    method === "PUT" && target.includes("/audit/")
      ? { kind: "answered", status: 403, body: s3Error("AccessDenied") }
      : undefined
  );
  const { code, stderr } = await runIn(place.world(), "state", "mv", "jobs", "data/t1");
  assert.equal(code, 1);
  assert.match(
    stderr.replace(/\s+/g, " "),
    /the state was changed, and the audit record of it could not be written/,
  );
  assert.deepEqual(await serviceNames(place), ["data/t1"]);
  const lock = await place.table.get("stack:shop:env:dev");
  const unlocked = await runIn(place.world(), "unlock", "--reason", "x");
  assert.equal(unlocked.code, 0, unlocked.stderr);
  assert.equal(lock?.owner, undefined);
});
