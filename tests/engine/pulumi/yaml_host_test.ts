import assert from "node:assert/strict";
import fc from "fast-check";
import { checkpointResources } from "../../../src/engine/pulumi/checkpoint.ts";
import type { Value } from "../../../src/engine/resource.ts";
import { nothing, unitOf, Watcher } from "../../conformance/engine_world.ts";
import { ministackOfFile, skipped } from "../../rig/emulator_of_file.ts";
import { findRig } from "../../rig/rig.ts";
import { rigEngine } from "./rig_engine.ts";

const rig = findRig();
const missing = "missing" in rig ? rig.missing : skipped;
const server = missing ? undefined : await ministackOfFile({ services: ["sts"], patience: 10 });

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("$", "{", "}", "${", "$$", '"', "'", "\\", "\n", "\t", ".") }),
  fc.constantFrom(
    "${aws.id}",
    "$${x}",
    "null",
    "~",
    "yes",
    "0x1f",
    "1e3",
    "2001-01-01",
    "\u2028",
    "\u0085",
    "\ufeff",
  ),
);
// "fn::" is Pulumi's. And the checkpoint is read with JSON.parse, which in V8 14.7 may take a key
// that begins with a backslash for another one.
const key = text.filter((text) => !/^fn::|^\\|^$/i.test(text));
const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4 }),
  ),
})).value;

Deno.test({
  name: "pulumiProgram() hands every literal to the YAML host unchanged" +
    (missing ? ` (skipped: ${missing})` : ""),
  ignore: missing !== undefined,
  async fn() {
    if ("missing" in rig || !server) throw new Error(missing);
    const seed = Math.floor(Math.random() * 2 ** 31);
    const values = fc.sample(value, { seed, numRuns: 400 });
    const outputs: Record<string, Value> = {};
    for (const [i, each] of values.entries()) {
      outputs[`v${i}`] = each;
      outputs[`j${i}`] = { $json: each };
      if (typeof each === "string") outputs[`t${i}`] = { $join: ["<", each, ">"] };
    }
    const home = await Deno.makeTempDir();
    const engine = rigEngine(rig, server.url, home);
    const unit = unitOf({ ...nothing, outputs: { "a/b": outputs } });
    const result = await engine.apply(unit, new Watcher());
    await Deno.remove(home, { recursive: true });
    assert.deepEqual([result.outcome, result.errors], ["succeeded", []]);

    const [stack] = checkpointResources(result.checkpoint);
    const got = stack!.outputs as Record<string, Value>;
    for (const [i, each] of values.entries()) {
      // JSON has no -0, so neither has the checkpoint.
      const wanted = JSON.parse(JSON.stringify(each));
      const context = `seed ${seed}, value ${JSON.stringify(each)}`;
      assert.deepEqual(got[`a/b.v${i}`] ?? null, wanted, context);
      assert.deepEqual(JSON.parse(got[`a/b.j${i}`] as string), wanted, context);
      if (typeof each === "string") assert.equal(got[`a/b.t${i}`], `<${each}>`, context);
    }
  },
});
