import assert from "node:assert/strict";

type Line = Record<string, unknown> & { schema: string; type: string; at: number };

const CODES: Record<string, number[]> = {
  succeeded: [0],
  unchanged: [0],
  cancelled: [8],
  "rolled-back": [9],
  failed: [1, 4, 5, 6, 7, 10, 11, 64],
};
const COUNTS = ["create", "update", "replace", "delete"];

/** Asserts what docs/machine-output.md promises of the lines of a run. Answers its outcome. */
export function assertStream(verb: string, stdout: string, code: number): string {
  assert.ok(stdout.endsWith("\n"), "the last line has its end");
  const lines: Line[] = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  const last = lines.at(-1)!;
  lines.forEach(({ at }, i) => {
    assert.ok(Number.isInteger(at) && at >= (lines[i - 1]?.at ?? 0), `"at" of line ${i}: ${at}`);
  });
  const summaries = lines.filter(({ type }) => type === "summary");
  assert.deepEqual(summaries, [last], "one summary, and last");
  const errors = lines.filter(({ type }) => type === "error");
  assert.deepEqual(errors, errors.length ? [lines.at(-2)] : [], "an error only before the summary");
  for (const line of lines) {
    assert.equal(line.schema, line.type === "error" ? "panka/error@1" : `panka/${verb}@1`);
    const ends = line.type === "error" || line.type === "summary";
    assert.equal("exitCode" in line, ends);
    if (ends) assert.equal(line.exitCode, code);
  }
  const { outcome, left, changes, outputs } = last;
  assert.ok(CODES[outcome as string]?.includes(code), `${outcome} with exit code ${code}`);
  if (code === 0) assert.deepEqual([left, errors], [[], []]);
  assert.deepEqual(Object.keys(changes as object), COUNTS);
  assert.equal(typeof outputs, "object");
  assertLock(lines);
  const ends = stages(lines).map(assertStage);
  if (code === 0) assert.ok(ends.flat().every(({ status }) => status === "succeeded"));
  return outcome as string;
}

/** A lock that was got is given back, or it is said that it is not. */
function assertLock(lines: readonly Line[]): void {
  const told = lines.filter(({ type }) => type === "lock").map(({ status }) => status);
  const got = told.findLastIndex((s) => s === "acquired" || s === "taken-over");
  if (got < 0) return;
  const after = told.slice(got).filter((s) => /^(released|lost|release-failed)$/.test(`${s}`));
  assert.ok(after.length >= 1, `the lock's end is not told: ${told}`);
}

/** The lines from each plan to the next: of a deployment, and of its rollback. */
function stages(lines: readonly Line[]): Line[][] {
  const starts = lines.flatMap(({ type }, i) => type === "plan" ? [i] : []);
  const before = lines.slice(0, starts[0] ?? lines.length);
  assert.deepEqual(before.filter(({ type }) => /^(component|resource|health)$/.test(type)), []);
  return starts.map((start, i) => lines.slice(start, starts[i + 1]));
}

/** What is started in a stage ends in it, once, and nothing else does. Answers how components ended. */
function assertStage(lines: Line[]): Line[] {
  const changes = lines[0]!.changes as { id: string; kind: string; action: string }[];
  const ends: Line[] = [];
  const open = new Map<string, Line>();
  for (const line of lines) {
    if (line.type !== "component" && line.type !== "resource") continue;
    const { type, status, id, key, operation } = line;
    const name = type === "component" ? `component ${id}` : `${operation} ${key}`;
    if (status === "started") {
      assert.ok(!open.has(name), `${name} is started twice`);
      assert.ok(type === "resource" || !ends.some((end) => end.id === id), `${name} starts again`);
      open.set(name, line);
      continue;
    }
    assert.ok(status === "succeeded" || status === "failed", `${status}`);
    const start = open.get(name);
    assert.ok(start, `${name} ends and was not started`);
    open.delete(name);
    if (type === "resource") continue;
    ends.push(line);
    const { kind, action } = changes.find((change) => change.id === id)!;
    assert.deepEqual([line.kind, line.action, start.action], [kind, action, action]);
    const took = (line.at - start.at) / 1000;
    assert.ok(Math.abs((line.seconds as number) - took) <= 0.002, `${name} took ${took}`);
  }
  assert.deepEqual([...open.keys()], [], "started and never ended");
  return ends;
}
