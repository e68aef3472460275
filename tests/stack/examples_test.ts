import assert from "node:assert/strict";
import { hostFiles } from "../../src/cli/host_files.ts";
import { clashes } from "../../src/planning/clashes.ts";
import { renderStack } from "../../src/planning/render_stack.ts";
import { loadStack } from "../../src/stack/load.ts";
import { isThere, REAL_STACKS } from "../schema/documents.ts";

const SHOP = new URL("../../examples/shop", import.meta.url).pathname;

for (const environment of ["staging", "production"]) {
  Deno.test(`loadStack() loads examples/shop for ${environment} with nothing to say`, () => {
    const { stack, diagnostics } = loadStack(hostFiles, { root: SHOP, environment });
    assert.deepEqual(diagnostics.filter((d) => d.severity !== "note"), []);
    assert.equal(stack!.components.length, 8);
    const byService = { ...stack!, locking: "service" as const };
    assert.deepEqual(clashes(byService, renderStack(byService)), []);
  });
}

Deno.test({
  name: "loadStack() loads the public example stacks without an edit and without an error",
  ignore: !isThere(REAL_STACKS),
  fn() {
    const of = (name: string) => {
      const { stack, diagnostics } = loadStack(hostFiles, {
        root: `${REAL_STACKS.pathname}${name}`,
      });
      assert.ok(stack, JSON.stringify(diagnostics));
      return [stack.services.length, stack.components.length];
    };
    assert.deepEqual(of("notification-platform"), [3, 9]);
    assert.deepEqual(of("simple-web-app"), [1, 4]);
    assert.deepEqual(of("simple-stack.yaml"), [1, 5]);
  },
});
