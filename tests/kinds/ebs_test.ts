import assert from "node:assert/strict";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

const disk = (more: Record<string, unknown> = {}) =>
  component(
    "EBS",
    "disk",
    JSON.stringify({ sizeGB: 100, availabilityZone: "eu-west-1a", ...more }),
  );

Deno.test("EBS renders one encrypted volume", () => {
  snapshot("ebs-minimal", render([disk()]).graph);
});

Deno.test("EBS keeps a snapshot and is protected when the environment is production", () => {
  const { resources } = render([disk({ type: "io2", iops: 5000, multiAttach: true })], {
    environment: "live",
  }).graph;
  assert.equal(resources[0]!.protect, true);
  assert.equal(resources[0]!.properties.finalSnapshot, true);
});

/** What is wrong → the errors that are reported. */
const refusals: [string, Record<string, unknown>, string[]][] = [
  [
    "a hard disk that is too small",
    { type: "st1" },
    ['wrong-value "sizeGB" of st1 must be 125 to 16384, not 100 | set sizeGB: 125, or type: gp3'],
  ],
  [
    "a rate where it follows from the size",
    { type: "gp2", iops: 3000 },
    ['wrong-value "iops" can\'t be set on volumes of type gp2 | remove "iops", or set type: gp3'],
  ],
  [
    "io2 without a rate",
    { type: "io2" },
    ['missing-field "type: io2" needs "iops" | add iops: 3000, or set type: gp3'],
  ],
  [
    "a rate that is too high for the size",
    { type: "io1", iops: 9000 },
    ['wrong-value "iops" must be 100 to 5000 for 100 GiB of io1, not 9000 | set iops: 5000'],
  ],
  [
    "a gp3 rate below the one that is included",
    { iops: 500 },
    ['wrong-value "iops" must be 3000 to 50000 for 100 GiB of gp3, not 500 | set iops: 3000'],
  ],
  [
    "throughput on another type than gp3",
    { type: "io2", iops: 100, throughputMBps: 200 },
    [
      'wrong-value "throughputMBps" can\'t be set on volumes of type io2 | remove "throughputMBps", or set type: gp3',
    ],
  ],
  [
    "several instances on gp3",
    { multiAttach: true },
    [
      'wrong-value "multiAttach" needs type: io2 or io1 | remove "multiAttach", or set type: io2 with iops',
    ],
  ],
  [
    "a key without encryption",
    { encrypted: false, kmsKeyId: "alias/x" },
    [
      'exclusive-fields "kmsKeyId" has no use without encryption | remove "kmsKeyId", or set encrypted: true',
    ],
  ],
];

for (const [what, more, errors] of refusals) {
  Deno.test(`EBS refuses ${what} and says how to mend it`, () => {
    assert.deepEqual(errorsOf(load([disk(more)])), errors);
  });
}
