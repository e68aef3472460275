import assert from "node:assert/strict";
import { golden, runIn, testWorld } from "./test_world.ts";

const files = {
  "/home/dev/.panka.yaml": "tenant: everyone\nprofile: work\n",
  ".panka.yaml": "backend:\n  bucket: acme-panka-state\n  table: acme-panka-locks\ntenant: shop\n",
  "stack.yaml":
    "apiVersion: core.panka.io/v1\nkind: Stack\nmetadata: {name: shop}\nspec:\n  provider: {region: eu-west-1}\n",
};
const env = { AWS_REGION: "us-west-2", PANKA_TENANT_TOKEN: "panka_t_s3cret" };
const world = (columns?: number) =>
  testWorld({ files, env, home: "/home/dev", terminal: columns !== undefined, columns });

Deno.test("config explain shows every value and where it came from, and no secret", async () => {
  const { code, stdout, stderr } = await runIn(world(), "config", "explain");
  assert.equal(code, 0);
  assert.ok(!`${stdout}${stderr}`.includes("s3cret"));
  golden("config_explain", `${stdout}${stderr}`);
});

Deno.test("config explain fits 40 columns, with colours on a terminal", async () => {
  const { stdout } = await runIn(world(40), "config", "explain");
  golden("config_explain_40", stdout);
});

Deno.test("config explain -o json names file and line, and what is hidden", async () => {
  const { code, stdout } = await runIn(world(), "config", "explain", "-o", "json");
  assert.equal(code, 0);
  assert.ok(!stdout.includes("s3cret"));
  const { schema, settings } = JSON.parse(stdout);
  assert.equal(schema, "panka/config@1");
  const setting = (key: string) => settings.find((s: { key: string }) => s.key === key);
  const { value, file, line, hides } = setting("tenant");
  assert.deepEqual({ value, file, line, hides }, {
    value: "shop",
    file: ".panka.yaml",
    line: 4,
    hides: [{ value: "everyone", source: "~/.panka.yaml:1" }],
  });
});

Deno.test("config explain exits 1 and shows the place when a file is wrong", async () => {
  const wrong = testWorld({ files: { ".panka.yaml": "tenent: shop\n" } });
  const { code, stderr } = await runIn(wrong, "config", "explain");
  assert.equal(code, 1);
  golden("config_explain_wrong", stderr);
});

Deno.test("config explain --config reads that file alone, and refuses one that is not there", async () => {
  const other = testWorld({ files: { ...files, "ci.yaml": "tenant: ci\n" }, home: "/home/dev" });
  const { stdout } = await runIn(other, "config", "explain", "--config", "ci.yaml");
  assert.match(stdout, /tenant +ci +ci\.yaml:1/);
  assert.ok(!stdout.includes("work"));
  const { code, stderr } = await runIn(other, "config", "explain", "--config", "cj.yaml");
  assert.equal(code, 64);
  assert.match(stderr, /there is no file "cj\.yaml"/);
});
