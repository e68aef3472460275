import assert from "node:assert/strict";
import { unifiedDiff } from "../../src/cli/view/line_diff.ts";
import { colors } from "../../src/cli/view/style.ts";
import { golden, runIn, testWorld } from "./test_world.ts";

const stack = "apiVersion: panka.io/v1\nkind: Stack\nmetadata: {name: shop}\n";
const right = stack.replace("panka.io", "core.panka.io");
const app =
  '# The web server.\napiVersion: components.panka.io/v1\nkind: MicroService\nmetadata:\n  name: app\nspec:\n  image: nginx:1.27\n  replicas: "2" # enough\n  ports:\n    - {port: 80, protocol: TCP}\n  healthCheck:\n    path: /\n    port: 80\n';
const files = { "shop/stack.yaml": stack, "shop/services/web/app.yaml": app };

Deno.test("fmt writes canonical spellings, names the files, and changes nothing twice", async () => {
  const world = testWorld({ files });
  const { code, stdout, stderr } = await runIn(world, "fmt", "shop");
  assert.equal(code, 0);
  assert.equal(stdout, "shop/stack.yaml\nshop/services/web/app.yaml\n");
  assert.match(stderr, /2 files changed, 0 as they should be/);
  assert.equal(world.tree["shop/stack.yaml"], right);
  golden("fmt_app", world.tree["shop/services/web/app.yaml"] as string);
  const again = await runIn(world, "fmt", "shop");
  assert.equal(again.stdout, "");
  assert.match(again.stderr, /0 files changed, 2 as they should be/);
});

Deno.test("fmt --check exits 1 and writes nothing when something would change", async () => {
  const world = testWorld({ files });
  const { code, stdout } = await runIn(world, "fmt", "--check", "shop");
  assert.equal(code, 1);
  assert.equal(stdout, "shop/stack.yaml\nshop/services/web/app.yaml\n");
  assert.deepEqual(world.tree, files);
  const fine = testWorld({ files: { "shop/stack.yaml": right } });
  assert.equal((await runIn(fine, "fmt", "--check", "shop")).code, 0);
});

Deno.test("fmt --diff shows what would change, and writes nothing", async () => {
  const world = testWorld({ files });
  const { code, stdout } = await runIn(world, "fmt", "--diff", "shop");
  assert.equal(code, 0);
  assert.deepEqual(world.tree, files);
  golden("fmt_diff", stdout);
  const colored = await runIn(testWorld({ files, terminal: true }), "fmt", "--diff", "shop");
  golden("fmt_diff_color", colored.stdout);
});

Deno.test("fmt -o json says what was mended in which file", async () => {
  const { stdout } = await runIn(testWorld({ files }), "fmt", "shop", "-o", "json");
  const { schema, written, changed } = JSON.parse(stdout);
  assert.deepEqual([schema, written], ["panka/fmt@1", true]);
  assert.deepEqual(changed[1], {
    file: "shop/services/web/app.yaml",
    changes: ["replicas: a number", "protocol: tcp", "healthCheck is readiness"],
  });
});

Deno.test("fmt finds the stack around a file or a folder, and stacks below a folder", async () => {
  const world = (cwd?: string) => testWorld({ files, cwd });
  const only = async (path: string) => (await runIn(world(), "fmt", "--check", path)).stdout;
  assert.equal(await only("shop/services/web/app.yaml"), "shop/services/web/app.yaml\n");
  assert.equal(await only("shop/services/"), "shop/services/web/app.yaml\n");
  assert.equal(await only("."), "shop/stack.yaml\nshop/services/web/app.yaml\n");
});

Deno.test("fmt formats a file that is in no stack", async () => {
  const world = testWorld({ files: { "loose.yaml": stack } });
  await runIn(world, "fmt", "loose.yaml");
  assert.equal(world.tree["loose.yaml"], right);
});

Deno.test("fmt exits 1 for a file that is no YAML, and leaves it", async () => {
  const broken = { ...files, "shop/services/web/b.yaml": "a: [1\n" };
  const world = testWorld({ files: broken });
  const { code, stderr } = await runIn(world, "fmt", "shop");
  assert.equal(code, 1);
  assert.match(stderr, /error\[syntax\].*\n.*b\.yaml:/);
  assert.equal(world.tree["shop/services/web/b.yaml"], "a: [1\n");
});

Deno.test("fmt refuses paths that are not there, and folders without a stack", async () => {
  const world = testWorld({ files: { "a/b.txt": "" } });
  assert.equal((await runIn(world, "fmt", "nowhere")).code, 64);
  assert.equal((await runIn(world, "fmt", "a")).code, 1);
});

Deno.test("unifiedDiff() can be applied: it turns one text into the other", () => {
  const c = colors(false);
  assert.equal(unifiedDiff("f", "a\n", "a\n", c), "");
  assert.equal(
    unifiedDiff("f", "a\nb\n", "b\nc\n", c),
    "--- f\n+++ f\n@@ -1,2 +1,2 @@\n-a\n b\n+c",
  );
  const lines = Array.from({ length: 30 }, (_, i) => `line ${i}`);
  const changed = lines.with(2, "x").with(25, "y");
  const diff = unifiedDiff("f", lines.join("\n"), changed.join("\n"), c);
  assert.equal(diff.match(/^@@/gm)!.length, 2);
  assert.match(diff, /^@@ -23,7 \+23,7 @@$/m);
});
