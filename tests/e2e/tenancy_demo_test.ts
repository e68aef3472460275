import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { realClock } from "../aws/real_world.ts";
import { telling, watchArguments, type WatchedArguments } from "./argument_watch.ts";
import { e2eMissing } from "./panka.ts";

const missing = e2eMissing();
if (missing) console.log(`SKIPPED tests/e2e/tenancy_demo_test.ts: ${missing}`);
const watches = Deno.build.os === "linux";
if (!watches) console.log("SKIPPED the watch on arguments of processes: it needs Linux");

Deno.test({
  name:
    "make tenancy-demo comes to its end: two teams deploy beside each other, neither reaches the other, and no process has a secret in its arguments" +
    (missing ? ` (skipped: ${missing})` : ""),
  ignore: missing !== undefined,
}, async () => {
  const demo = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", fileURLToPath(new URL("../../tools/tenancy_demo.ts", import.meta.url))],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const watched = watches ? watchArguments(demo) : undefined;
  const { code, stdout, stderr } = await demo.output();
  const [said, noted] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  assert.equal(code, 0, said! + noted!);
  assert.match(said!, /403 AccessDenied/);
  if (!watched) return;
  const found = await watched;
  const programs = [...found.lines].map((line) => line.split(" ")[0]!.split("/").at(-1)!);
  for (const program of ["panka", "pulumi"]) assert.ok(programs.includes(program), program);
  // Sessions of both teams, before and after a rotation, and the keys of their stacks.
  assert.ok(found.secrets.size >= 4, `${found.secrets.size} secrets`);
  assert.deepEqual(telling(found), []);
  console.log(`${found.lines.size} command lines, ${found.secrets.size} secrets`);
});

Deno.test({
  name: "telling() finds a token among the arguments of what a watched process started",
  ignore: !watches,
}, async () => {
  const token = `pnk_${"7".repeat(20)}`;
  // The outer shell has it in its environment alone.
  const child = new Deno.Command("sh", {
    args: ["-c", `sh -c 'read line' "$ARGUMENT"; true`],
    env: { ARGUMENT: token },
    stdin: "piped",
  }).spawn();
  const found: WatchedArguments = { lines: new Set(), secrets: new Set() };
  const watched = watchArguments(child, found);
  while (!telling(found).some((line) => line.includes(token))) await realClock.sleep(1);
  await child.stdin.close();
  await watched;
});
