import assert from "node:assert/strict";
import { renderStack } from "../../src/planning/render_stack.ts";
import { load } from "./harness.ts";
import { everyVariant } from "./variants.ts";

for (const [region, partition] of [["cn-north-1", "aws-cn"], ["us-gov-west-1", "aws-us-gov"]]) {
  Deno.test(`kinds name what is theirs in ${region} as of its partition, ${partition}`, () => {
    // Images are pulled from where the stack is.
    const documents = everyVariant().map((document) =>
      document.replaceAll(/[\w-]+(?=\.amazonaws\.com)/g, region!)
    );
    const { stack, diagnostics } = load(documents);
    assert.ok(stack, JSON.stringify(diagnostics.filter((d) => d.severity === "error"), null, 1));
    const written = new Set(documents.join("\n").match(/arn:aws:[\w:/*.-]+/g));
    const graph = JSON.stringify(renderStack({ ...stack, region: region! }).graph);
    const foreign = graph.match(/arn:aws:[\w:/*.-]+/g) ?? [];
    assert.deepEqual([...new Set(foreign)].filter((arn) => !written.has(arn)), []);
    assert.ok(graph.includes(`arn:${partition}:iam::aws:policy/`));
  });
}
