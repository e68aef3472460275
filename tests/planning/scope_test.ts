import assert from "node:assert/strict";
import { scopeOf } from "../../src/planning/scope.ts";
import type { Stack } from "../../src/stack/model.ts";
import type { ComponentState, StateDocument } from "../../src/state/document.ts";

/** Components by id, each with what it uses. */
function stackOf(components: Record<string, string[]>): Stack {
  const ids = Object.keys(components);
  return {
    services: [...new Set(ids.map((id) => id.split("/")[0]!))].map((name) => ({
      name,
      labels: {},
      dependsOn: [],
    })),
    components: ids.map((id) => ({
      id,
      service: id.split("/")[0],
      edges: components[id]!.map((to) => ({ to, implicit: false, via: "dependsOn" })),
    })),
  } as unknown as Stack;
}

function stateOf(components: Record<string, string[]>): StateDocument {
  const states = Object.entries(components).map(([id, dependsOn]) =>
    [id, { dependsOn } as ComponentState] as const
  );
  return {
    units: { stack: { fence: 1, components: Object.fromEntries(states) } },
  } as unknown as StateDocument;
}

const chosen = (...parameters: Parameters<typeof scopeOf>) => {
  const found = scopeOf(...parameters);
  assert.ok(!("problem" in found), JSON.stringify(found));
  return found.scope && [...found.scope].sort();
};

Deno.test("scopeOf() is everything when nothing is named", () => {
  assert.equal(chosen(stackOf({ "a/x": [] }), undefined, [], []), undefined);
});

Deno.test("scopeOf() takes what is named and what that needs, and nothing that needs it", () => {
  const stack = stackOf({ "a/x": [], "a/y": ["a/x"], "a/z": ["a/y"], "b/w": [] });
  assert.deepEqual(chosen(stack, undefined, [], ["a/y"]), ["a/x", "a/y"]);
  assert.deepEqual(chosen(stack, undefined, ["b"], ["x"]), ["a/x", "b/w"]);
});

Deno.test("scopeOf() takes what a deletion forces to let go", () => {
  const stack = stackOf({ "a/y": [], "a/z": [] });
  const state = stateOf({ "a/x": [], "a/y": ["a/x"], "a/z": [] });
  assert.deepEqual(chosen(stack, state, [], ["a/x"]), ["a/x", "a/y"]);
});

Deno.test("scopeOf() names what was meant when nothing is called so", () => {
  const stack = stackOf({ "api/server": [], "jobs/server": [] });
  const problem = (...parameters: Parameters<typeof scopeOf>) => {
    const found = scopeOf(...parameters);
    assert.ok("problem" in found);
    return found.problem;
  };
  assert.equal(problem(stack, undefined, ["apis"], []).fix, "use --service api");
  assert.equal(problem(stack, undefined, [], ["api/servr"]).fix, "use --component api/server");
  assert.match(problem(stack, undefined, [], ["server"]).summary, /api\/server or jobs\/server/);
});

const apart = (components: Record<string, string[]>): Stack => {
  const stack = stackOf(components);
  for (const component of stack.components) {
    Object.assign(component, { kind: { name: "SQS" } });
  }
  return { ...stack, locking: "service" };
};
const deployed = (components: Record<string, string[]>) => {
  const state = stateOf(components);
  for (const component of Object.values(state.units.stack!.components)) {
    Object.assign(component, { kind: "SQS", status: "ready", outputs: {} });
  }
  return state;
};

Deno.test("scopeOf() stays within the named services where they are locked one by one", () => {
  const stack = apart({ "a/x": [], "a/y": [], "b/w": ["a/x"], "b/v": [] });
  assert.deepEqual(chosen(stack, deployed({ "a/x": [] }), ["b"], []), ["b/v", "b/w"]);
  assert.deepEqual(chosen(stack, deployed({ "a/x": [] }), [], ["b/w"]), ["b/w"]);
  assert.deepEqual(chosen(stack, undefined, ["b", "a"], []), ["a/x", "a/y", "b/v", "b/w"]);
});

for (
  const [why, stack, state, service, said] of [
    ["is not deployed yet", { "a/x": [], "b/w": ["a/x"] }, {}, "b", /b\/w uses a\/x, which is not/],
    ["is still used", { "b/w": [] }, { "a/x": [], "b/w": ["a/x"] }, "a", /b\/w.*still uses a\/x/],
    [
      "uses it in turn",
      { "a/x": [], "b/w": ["a/x"], "b/v": [] },
      { "a/x": ["b/v"], "b/v": [] },
      "b",
      /a\/x, as it is deployed, uses b\/v in turn/,
    ],
  ] as const
) {
  Deno.test(`scopeOf() refuses a service by itself when what it needs of another ${why}`, () => {
    const found = scopeOf(apart(stack as never), deployed(state as never), [service], []);
    assert.ok("problem" in found);
    assert.match(found.problem.summary, said);
    assert.match(found.problem.fix!, /--service a --service b|--service b --service a/);
  });
}

Deno.test("scopeOf() refuses a service by itself when what another still uses becomes another kind", () => {
  const stack = apart({ "a/x": [], "b/w": [] });
  const state = deployed({ "a/x": [], "b/w": ["a/x"] });
  assert.deepEqual(chosen(stack, state, ["a"], []), ["a/x"]);
  Object.assign(state.units.stack!.components["a/x"]!, { kind: "SNS" });
  const found = scopeOf(stack, state, ["a"], []);
  assert.ok("problem" in found);
  assert.match(found.problem.summary, /b\/w.*still uses a\/x/);
});
