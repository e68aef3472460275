import fc from "fast-check";
import type { Resource, ResourceGraph, Value } from "../../../src/engine/resource.ts";

interface Draft {
  slot: number;
  kind: "named" | "unnamed";
  value: number;
  replacing: number;
  needs: number[];
  mentions: boolean;
}

const draft = (slot: number): fc.Arbitrary<Draft> =>
  fc.record({
    slot: fc.constant(slot),
    kind: fc.constantFrom("named", "unnamed"),
    value: fc.nat(2),
    replacing: fc.nat(1),
    needs: fc.uniqueArray(fc.nat(Math.max(0, slot - 1)), { maxLength: 2 }),
    mentions: fc.boolean(),
  });

/** Graphs of up to eight resources, in which later ones need earlier ones. Slots keep their kind over graphs. */
export const graphs: fc.Arbitrary<ResourceGraph> = fc
  .uniqueArray(fc.nat(7), { maxLength: 8 })
  .chain((slots) => fc.tuple(...slots.sort().map(draft)))
  .map((drafts) => {
    const there = new Set(drafts.map((d) => d.slot));
    return {
      resources: drafts.map((d) => resourceOf(d, there)),
      lookups: [],
      outputs: {},
    };
  });

function resourceOf(
  { slot, kind, value, replacing, needs, mentions }: Draft,
  there: Set<number>,
): Resource {
  const key = keyOf(slot);
  const needed = needs.filter((other) => other !== slot && there.has(other)).map(keyOf);
  const links: Value = mentions ? needed.map((other) => ({ $attr: [other, "arn"] })) : [];
  const dependsOn = needed.length ? needed : undefined;
  if (kind === "named") {
    const name = `table-${slot}`;
    const properties = { name, hashKey: `key${replacing}`, tags: { value, links } };
    return { key, type: "aws:dynamodb/table:Table", properties, dependsOn, physicalName: name };
  }
  const properties = { description: `${replacing}`, tags: { value, links } };
  return { key, type: "aws:ec2/securityGroup:SecurityGroup", properties, dependsOn };
}

const keyOf = (slot: number) => `shop/c${slot}/r`;
