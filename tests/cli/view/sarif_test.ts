import assert from "node:assert/strict";
import { runIn, testWorld } from "../test_world.ts";

const FILES = {
  "stack.yaml":
    "apiVersion: core.panka.io/v1\nkind: Stack\nmetadata: { name: shop }\nspec: { variables: { ENVIRONMENT: live } }\n",
  "services/api/my queue.yaml":
    "apiVersion: components.panka.io/v1\nkind: SQS\nmetadata: { name: q }\nspec:\n  visibiltyTimeout: 30\n  type: lifo\n",
};

interface Region {
  startLine: number;
  startColumn: number;
  endColumn: number;
}
interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  locations: { physicalLocation: { artifactLocation: { uri: string }; region: Region } }[];
  fixes?: {
    description: { text: string };
    artifactChanges: {
      artifactLocation: { uri: string };
      replacements: { deletedRegion: Region; insertedContent: { text: string } }[];
    }[];
  }[];
}

async function sarifOf(files: Record<string, string>): Promise<{
  $schema: string;
  version: string;
  runs: {
    tool: { driver: { name: string; version: string; rules: { id: string }[] } };
    columnKind: string;
    results: Result[];
  }[];
}> {
  const world = testWorld({ files });
  await runIn(world, "validate", "--sarif", "out.sarif");
  return JSON.parse(world.tree["out.sarif"] as string);
}

Deno.test("validate --sarif writes what SARIF 2.1.0 requires", async () => {
  const log = await sarifOf(FILES);
  // sarifLog: version and runs are required, version is exactly this.
  assert.equal(log.version, "2.1.0");
  assert.match(log.$schema, /sarif-2\.1\.0\.json$/);
  assert.equal(log.runs.length, 1);
  const [run] = log.runs;
  // run: tool; toolComponent: name; reportingDescriptor: id, unique.
  const { name, version, rules } = run!.tool.driver;
  assert.equal(name, "panka");
  assert.match(version, /^\d+\.\d+\.\d+/);
  assert.equal(new Set(rules.map((rule) => rule.id)).size, rules.length);
  assert.ok(["utf16CodeUnits", "unicodeCodePoints"].includes(run!.columnKind));
  assert.ok(run!.results.length >= 3);
  for (const result of run!.results) {
    // result: message with text; level is one of four; ruleIndex points at ruleId.
    assert.ok(result.message.text.length > 0);
    assert.ok(["none", "note", "warning", "error"].includes(result.level));
    assert.equal(rules[result.ruleIndex]!.id, result.ruleId);
    const regions = [
      ...result.locations.map((it) => it.physicalLocation.region),
      ...(result.fixes ?? []).flatMap((fix) =>
        fix.artifactChanges.flatMap((change) => {
          assert.ok(change.replacements.length > 0);
          return change.replacements.map((it) => it.deletedRegion);
        })
      ),
    ];
    for (const { startLine, startColumn, endColumn } of regions) {
      assert.ok(startLine >= 1 && startColumn >= 1 && endColumn >= startColumn);
    }
    // uri: a URI reference, so no spaces.
    for (const { physicalLocation: { artifactLocation } } of result.locations) {
      assert.doesNotMatch(artifactLocation.uri, /[ \\]/);
    }
  }
});

Deno.test("validate --sarif offers replacements that mend the file", async () => {
  const { runs } = await sarifOf(FILES);
  const lines = FILES["services/api/my queue.yaml"].split("\n");
  const typo = runs[0]!.results.find((result) => result.ruleId === "unknown-field")!;
  const [change] = typo.fixes![0]!.artifactChanges;
  assert.equal(change!.artifactLocation.uri, "services/api/my%20queue.yaml");
  const [{ deletedRegion: region, insertedContent }] = change!.replacements as [
    { deletedRegion: Region; insertedContent: { text: string } },
  ];
  const line = lines[region.startLine - 1]!;
  lines[region.startLine - 1] = line.slice(0, region.startColumn - 1) + insertedContent.text +
    line.slice(region.endColumn - 1);
  assert.equal(lines[4], "  visibilityTimeout: 30");
});

Deno.test("validate --sarif writes an empty list of results for a stack without problems", async () => {
  const { "stack.yaml": stack } = FILES;
  const { runs } = await sarifOf({ "stack.yaml": stack.replace("ENVIRONMENT: live", "A: b") });
  assert.deepEqual(runs[0]!.results, []);
});
