import assert from "node:assert/strict";
import { renderStack } from "../../src/planning/render_stack.ts";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

const files = (more: Record<string, unknown> = {}) =>
  component("EFS", "files", JSON.stringify(more));

Deno.test("EFS renders an encrypted file system that wants TLS, mounted in two zones", () => {
  snapshot("efs-minimal", render([files()]).graph);
});

Deno.test("EFS renders access points, transitions and backups", () => {
  const more = {
    lifecycleDays: 30,
    archiveDays: 90,
    zones: 1,
    accessPoints: [{ name: "a", path: "/a" }, { name: "b", path: "/b/c", uid: 33, gid: 33 }],
  };
  snapshot("efs-full", render([files(more)], { environment: "live" }).graph);
});

Deno.test("EFS lets components that refer to it mount and write", () => {
  const { stack } = load([files()]);
  const { kind, spec } = stack!.components[0]!;
  const outputs = renderStack(stack!).graph.outputs["api/files"]!;
  assert.deepEqual(kind.access!(outputs, { via: "x", mode: "use" }, spec), [{
    actions: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
    resources: [{ $attr: ["api/files/file-system", "arn"] }],
  }]);
});

/** What is wrong → the errors that are reported. */
const refusals: [string, Record<string, unknown>, string[]][] = [
  [
    "provisioned throughput without how much",
    { throughputMode: "provisioned" },
    [
      'missing-field "throughputMode: provisioned" needs "provisionedMiBps" | add provisionedMiBps: 10, or set throughputMode: elastic',
    ],
  ],
  [
    "throughput that is not bought",
    { provisionedMiBps: 10 },
    [
      'wrong-value "provisionedMiBps" needs throughputMode: provisioned | remove "provisionedMiBps", or set throughputMode: provisioned',
    ],
  ],
  [
    "maxIO with elastic throughput",
    { performanceMode: "maxIO" },
    [
      'wrong-value "performanceMode: maxIO" needs throughputMode: bursting or provisioned | set performanceMode: generalPurpose',
    ],
  ],
  [
    "archiving before infrequent access",
    { lifecycleDays: 30, archiveDays: 14 },
    [
      'wrong-value "archiveDays" must be over lifecycleDays (30), not 14 | set archiveDays: 60',
    ],
  ],
  [
    "archiving without elastic throughput",
    { archiveDays: 90, throughputMode: "bursting" },
    [
      'wrong-value "archiveDays" needs throughputMode: elastic | remove "archiveDays", or set throughputMode: elastic',
    ],
  ],
];

for (const [what, more, errors] of refusals) {
  Deno.test(`EFS refuses ${what} and says how to mend it`, () => {
    assert.deepEqual(errorsOf(load([files(more)])), errors);
  });
}
