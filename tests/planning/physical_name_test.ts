import assert from "node:assert/strict";
import fc from "fast-check";
import type { NameRules, StackFacts } from "../../src/kinds/render.ts";
import { physicalName } from "../../src/planning/physical_name.ts";

const facts: StackFacts = {
  name: "shop",
  environment: "dev",
  tenant: "acme",
  region: "eu-west-1",
  production: false,
  locking: "stack",
  logRetentionDays: 30,
  ingress: [],
};
const nameOf = (service: string, component: string, rules: Partial<NameRules> = {}) =>
  physicalName(facts, service, component, { max: 63, ...rules });

Deno.test("physicalName() leaves a name as it is when the service takes it", () => {
  assert.equal(nameOf("api", "db"), "acme-dev-shop-api-db");
  assert.equal(nameOf("api", "db-", { part: "1" }), "acme-dev-shop-api-db--1");
  assert.equal(nameOf("api", "db", { singleDashes: true }), "acme-dev-shop-api-db");
});

Deno.test("physicalName() tells names apart that only refused dashes would", () => {
  const names = ["d-b", "d--b", "d---b", "d-b-"].map((name) =>
    nameOf("api", name, { singleDashes: true })
  );
  assert.match(names[1]!, /^acme-dev-shop-api-d-b-[a-z0-9]{6}$/);
  assert.equal(new Set(names).size, names.length, names.join(" "));
});

Deno.test("physicalName() keeps to length and dashes, and apart, whatever the components are called", () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,39}$/);
  const two = fc.tuple(name, name).filter(([a, b]) => a !== b);
  const dashes = fc.constantFrom<true | undefined>(true, undefined);
  fc.assert(fc.property(name, two, dashes, fc.integer({ min: 32, max: 255 }), (...given) => {
    const [service, components, singleDashes, max] = given;
    const [a, b] = components.map((component) => nameOf(service, component, { max, singleDashes }));
    assert.notEqual(a, b);
    assert.ok(a!.length <= max, `${a} has more than ${max} characters`);
    assert.match(a!, singleDashes ? /^[a-z0-9]+(-[a-z0-9]+)*$/ : /^[a-z0-9-]+$/);
  }));
});
