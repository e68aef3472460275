import assert from "node:assert/strict";
import { formatStack } from "../../src/operations/format.ts";
import { loadStack } from "../../src/stack/load.ts";
import { memoryFiles } from "../memory_files.ts";

const base = {
  "stack.yaml":
    "apiVersion: core.panka.io/v1\nkind: Stack\nmetadata: {name: shop}\nspec: {provider: {region: eu-west-1}}\n",
  "services/s/app.yaml":
    "apiVersion: components.panka.io/v1\nkind: MicroService\nmetadata: {name: app}\nspec:\n  image: a:1\n  ports: [80]\n  autoscaling:\n    enabled: true\n    minReplicas: 1\n    maxReplicas: 2\n    targetCPUUtilization: 70\n  healthCheck:\n    path: /a\n",
};
const overlay = (spec: string) =>
  `apiVersion: components.panka.io/v1\nkind: MicroService\nmetadata: {name: app, service: s}\nspec:\n${spec}`;

function format(tree: Record<string, string>, only?: (path: string) => boolean) {
  const { files } = formatStack(memoryFiles(tree), { root: ".", only });
  const after = { ...tree, ...Object.fromEntries(files.map((f) => [f.path, f.after])) };
  return { after, kept: files.flatMap((f) => f.kept), files: files.map((f) => f.path) };
}

const spec = (tree: Record<string, string>) =>
  loadStack(memoryFiles(tree), { root: "." }).stack!.components[0]!.spec as Record<
    string,
    Record<string, unknown>
  >;

Deno.test("formatStack() formats overlays of every environment, infra and services", () => {
  const tree = {
    ...base,
    "environments/dev/app.yaml": overlay("  replicas: '3'\n"),
    "environments/live/app.yaml": overlay("  replicas: '4'\n"),
    "infra/defaults.yaml":
      "apiVersion: infra.panka.io/v1\nkind: InfraDefaults\nmetadata: {name: d}\nspec:\n  defaults:\n    MicroService:\n      autoscaling: {targetMemoryUtilization: '60'}\n",
  };
  const { after } = format(tree);
  assert.match(after["environments/dev/app.yaml"]!, /replicas: 3/);
  assert.match(after["environments/live/app.yaml"]!, /replicas: 4/);
  assert.match(after["infra/defaults.yaml"]!, /targetMemoryPercent: 60/);
  assert.equal(spec(after).autoscaling!.targetMemoryPercent, 60);
});

Deno.test("formatStack() mends documents that are laid over each other together", () => {
  const tree = {
    ...base,
    "environments/dev/app.yaml": overlay(
      "  autoscaling: {targetCPUUtilization: 90}\n  healthCheck: {port: 80}\n",
    ),
  };
  const { after, kept } = format(tree);
  assert.deepEqual(kept, []);
  const { autoscaling, healthCheck } = spec(after);
  assert.equal(autoscaling!.targetCPUPercent, 90);
  assert.deepEqual((healthCheck!.readiness as Record<string, unknown>).http, {
    path: "/a",
    port: 80,
    protocol: "http",
  });
});

Deno.test("formatStack() keeps an older key where a file that is not formatted covers it", () => {
  const tree = {
    ...base,
    "environments/dev/app.yaml": overlay("  autoscaling: {targetCPUUtilization: 90}\n"),
  };
  for (const only of ["services/s/app.yaml", "environments/dev/app.yaml"]) {
    const { after, kept, files } = format(tree, (path) => path === only);
    assert.deepEqual(files, [only]);
    assert.deepEqual(kept, ["MicroService.autoscaling.targetCPUPercent"]);
    assert.equal(spec(after).autoscaling!.targetCPUPercent, 90);
  }
});

Deno.test("formatStack() keeps a flat health check where the overlay's can't be moved", () => {
  const tree = {
    ...base,
    "environments/dev/app.yaml": overlay('  healthCheck: {protocol: "${HOW:-http}"}\n'),
  };
  const { after, kept } = format(tree);
  assert.match(after["services/s/app.yaml"]!, /healthCheck:\n {4}path: \/a/);
  assert.deepEqual(new Set(kept), new Set(["MicroService.healthCheck"]));
  assert.ok(spec(after));
});

Deno.test("formatStack() does not move a description out of an overlay, where it would be lost", () => {
  const service = (description: string) =>
    `apiVersion: core.panka.io/v1\nkind: Service\nmetadata:\n  name: s\nspec:\n  description: ${description}\n`;
  const tree = {
    ...base,
    "services/s/service.yaml": service("for all"),
    "environments/dev/s.yaml": service("for dev"),
  };
  const { after } = format(tree);
  const loaded = (files: Record<string, string>) =>
    loadStack(memoryFiles(files), { root: "." }).stack!.services[0]!.description;
  assert.equal(loaded(tree), "for dev");
  assert.equal(loaded(after), "for dev");
});

Deno.test("formatStack() reads ComponentInfra as the component that it is laid over", () => {
  const infra =
    "apiVersion: infra.panka.io/v1\nkind: ComponentInfra\nmetadata: {name: app}\nspec:\n  autoscaling: {targetCPUUtilization: '90'}\n";
  const { after } = format({ ...base, "services/s/infra.yaml": infra });
  assert.match(after["services/s/infra.yaml"]!, /targetCPUPercent: 90/);
  assert.equal(spec(after).autoscaling!.targetCPUPercent, 90);
});

Deno.test("formatStack() says which files it can't read, and formats the others", () => {
  const tree = { ...base, "services/s/broken.yaml": "a: [1\n" };
  const { files, diagnostics } = formatStack(memoryFiles(tree), { root: "." });
  assert.deepEqual(diagnostics.map((d) => [d.code, d.place!.file]), [
    ["syntax", "services/s/broken.yaml"],
  ]);
  assert.ok(files.some((f) => f.path === "services/s/app.yaml" && f.changes.length > 0));
  assert.ok(!files.some((f) => f.path === "services/s/broken.yaml"));
});
