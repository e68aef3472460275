import assert from "node:assert/strict";
import { renderStack } from "../../src/planning/render_stack.ts";
import { loadStack } from "../../src/stack/load.ts";
import { memoryFiles } from "../memory_files.ts";

const head = (kind: string, name: string) =>
  `apiVersion: ${
    kind === "Stack" || kind === "Service" ? "core" : "components"
  }.panka.io/v1\nkind: ${kind}\nmetadata: { name: ${name} }\n`;

Deno.test("renderStack() lets resources wait for the last ones of the services that theirs depends on", () => {
  const { stack } = loadStack(
    memoryFiles({
      "stack.yaml": head("Stack", "shop"),
      "services/data/a.yaml": head("SQS", "first") + "---\n" + head("SQS", "second") +
        "spec: { dependsOn: [first] }\n",
      "services/api/service.yaml": head("Service", "api") + "spec: { dependsOn: [data] }\n",
      "services/api/b.yaml": head("SNS", "events"),
    }),
    { root: "." },
  );
  const { graph } = renderStack(stack!);
  const topic = graph.resources.find(({ key }) => key.startsWith("api/events/"));
  assert.deepEqual(
    topic?.dependsOn?.filter((key) => key.startsWith("data/")).map((key) => key.split("/")[1]),
    ["second"],
  );
});
