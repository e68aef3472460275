import assert from "node:assert/strict";
import type { ResourceChange } from "../../src/engine/port.ts";
import type { Change, Plan } from "../../src/planning/plan.ts";
import type { RenderedStack } from "../../src/planning/render_stack.ts";
import { withResources } from "../../src/planning/with_resources.ts";

const change = (id: string, action: Change["action"], holdsData = true): Change => ({
  id,
  kind: "RDS",
  action,
  fields: [],
  holdsData,
  restorable: true,
  reasons: [],
  physicalNames: {},
});

function planOf(...changes: Change[]): Plan {
  const ids = changes.filter(({ action }) => action !== "unchanged").map(({ id }) => id);
  return {
    stack: "shop",
    environment: "dev",
    region: "eu-west-1",
    summary: { create: 0, update: 0, replace: 0, delete: 0, unchanged: 0 },
    waves: ids.length ? [ids] : [],
    changes,
    warnings: [],
  };
}

const rendered = (owners: Record<string, string[]> = {}) =>
  ({
    graph: { resources: [], lookups: [], outputs: {} },
    components: new Map(
      Object.entries(owners).map(([id, resources]) => [id, { outputs: {}, resources }]),
    ),
  }) as unknown as RenderedStack;

const replaced = (key: string, type: string): ResourceChange => ({
  key,
  type,
  operation: "replace",
  properties: ["engine"],
  replacedBy: ["engine"],
});
const INSTANCE = "aws:rds/instance:Instance";

Deno.test("withResources() raises an update to a replacement when the engine replaces what holds the data", () => {
  const made = withResources(
    planOf(change("data/db", "update")),
    [replaced("data/db/server", INSTANCE)],
    rendered({ "data/db": ["data/db/server"] }),
  );
  const [raised] = made.changes;
  assert.equal(raised!.action, "replace");
  assert.equal(raised!.restorable, false);
  assert.deepEqual(raised!.reasons, ["AWS has to replace data/db/server because of engine"]);
  assert.deepEqual([made.summary.replace, made.summary.update], [1, 0]);
});

Deno.test("withResources() leaves an update when the engine replaces what holds no data", () => {
  const group = replaced("data/db/parameters", "aws:rds/parameterGroup:ParameterGroup");
  const made = withResources(planOf(change("data/db", "update")), [group], rendered());
  assert.equal(made.changes[0]!.action, "update");
  assert.deepEqual(made.changes[0]!.resources, [group]);
});

Deno.test("withResources() leaves an update of a component that holds no data", () => {
  const cache = replaced("data/db/server", INSTANCE);
  const made = withResources(planOf(change("data/db", "update", false)), [cache], rendered());
  assert.equal(made.changes[0]!.action, "update");
});

Deno.test("withResources() shows what the engine changes of a component that is unchanged by itself", () => {
  const made = withResources(
    planOf(change("data/db", "update"), change("api/server", "unchanged", false)),
    [{
      key: "api/server/service",
      type: "aws:ecs/service:Service",
      operation: "update",
      properties: ["taskDefinition"],
      replacedBy: [],
    }],
    rendered(),
  );
  assert.deepEqual(made.waves, [["data/db"], ["api/server"]]);
  assert.equal(made.changes[1]!.action, "update");
  assert.deepEqual(made.changes[1]!.reasons, ["what it refers to changes"]);
});

Deno.test("withResources() raises even an unchanged component when its data would be replaced", () => {
  const made = withResources(
    planOf(change("data/db", "unchanged")),
    [replaced("data/db/server", INSTANCE)],
    rendered(),
  );
  assert.equal(made.changes[0]!.action, "replace");
  assert.deepEqual(made.waves, [["data/db"]]);
});

Deno.test("withResources() gives a shared resource to the first component that has it", () => {
  const shared: ResourceChange = {
    key: "api/@shared/cluster",
    type: "aws:ecs/cluster:Cluster",
    operation: "create",
    properties: [],
    replacedBy: [],
  };
  const made = withResources(
    planOf(change("api/a", "create"), change("api/b", "create")),
    [shared],
    rendered({ "api/a": ["api/@shared/cluster"], "api/b": ["api/@shared/cluster"] }),
  );
  assert.deepEqual(made.changes.map(({ resources }) => resources?.length), [1, undefined]);
});
