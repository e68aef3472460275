import assert from "node:assert/strict";
import { ec2Instance } from "../../src/kinds/ec2_instance.ts";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

const BASE = "instanceType: t3.micro\nami: ami-0123456789abcdef0";
const machine = (spec: string) => component("EC2Instance", "box", `${BASE}\n${spec}`);

Deno.test("EC2Instance renders one private, encrypted machine that Session Manager reaches", () => {
  snapshot("ec2-instance-minimal", render([machine("")]).graph);
});

Deno.test("EC2Instance gives each of several machines its own disk", () => {
  const { graph } = render([machine("count: 2\nvolumes: [{ name: data, sizeGB: 50 }]")]);
  const keys = graph.resources.map(({ key }) => key.slice("api/box/".length));
  assert.deepEqual(keys.filter((key) => /^(instance-\d|volume|attachment)/.test(key)), [
    "instance-1",
    "volume-data-1",
    "attachment-data-1",
    "instance-2",
    "volume-data-2",
    "attachment-data-2",
  ]);
  assert.deepEqual(graph.outputs["api/box"]!.instanceIds, {
    $join: [{ $attr: ["api/box/instance-1", "id"] }, ",", { $attr: ["api/box/instance-2", "id"] }],
  });
});

Deno.test("EC2Instance protects its disks in production", () => {
  const spec = "volumes: [{ name: data, sizeGB: 50 }]";
  const disk = (environment: string) =>
    render([machine(spec)], { environment }).graph.resources
      .find(({ key }) => key === "api/box/volume-data-1")!;
  assert.deepEqual([disk("live").protect, disk("live").properties.finalSnapshot], [true, true]);
  assert.deepEqual([disk("dev").protect, disk("dev").properties.finalSnapshot], [false, false]);
});

Deno.test("EC2Instance keeps its image when a parameter names a newer one", () => {
  const { graph } = render([
    component("EC2Instance", "box", "instanceType: t3.micro\nami: ssm:/my/image"),
  ]);
  const instance = graph.resources.find(({ key }) => key === "api/box/instance-1")!;
  assert.deepEqual(instance.properties.ami, { $lookup: ["parameter/my/image", "value"] });
  assert.ok(instance.ignoreChanges?.includes("ami"));
});

Deno.test("EC2Instance holds data exactly when it has disks of its own", () => {
  const holds = (volumes: unknown[]) => ec2Instance.holdsData({ volumes });
  assert.deepEqual([holds([]), holds([{}])], [false, true]);
});

Deno.test("EC2Instance refuses what disks can't have and says how to mend it", () => {
  const errors = errorsOf(load([machine(`rootVolume: { type: gp2, throughputMBps: 200 }
volumes:
  - { name: fast, sizeGB: 100, type: io2 }
  - { name: old, sizeGB: 100, type: st1, iops: 500 }
  - { name: twin, sizeGB: 10, device: /dev/sdf }`)]));
  assert.deepEqual(errors, [
    'unused-field "throughputMBps" has no meaning for a disk of type gp2 | remove "throughputMBps", or set type: gp3',
    'missing-field a disk of type io2 needs "iops" | add iops: 3000',
    'unused-field "iops" has no meaning for a disk of type st1 | remove "iops", or set type: gp3',
    "duplicate-item two disks are /dev/sdf | give each a device of its own, or none",
  ]);
});
