import type { Unit } from "../port.ts";
import { type Answers, resolveValue, Secret } from "../resolve.ts";
import { attributeOf, SANDBOX_ACCOUNT } from "./identity.ts";
import type { Inventory } from "./inventory.ts";
import { answerLookup } from "./lookups.ts";

/** What the expressions of a unit are worth, as far as its resources are there. */
export function answersOf(unit: Unit, known: Inventory): Answers {
  const { region, accountId = SANDBOX_ACCOUNT, graph } = unit;
  const lookups = new Map(graph.lookups.map((lookup) => [lookup.key, lookup]));
  const resources = new Map(graph.resources.map((resource) => [resource.key, resource]));
  const answers: Answers = {
    attribute(key, path) {
      const desired = resources.get(key);
      const resource = desired && known.get(desired);
      return resource && attributeOf(resource.type, resource.id, resource.attributes, path);
    },
    lookup(key, path) {
      const asked = lookups.get(key);
      const args = asked && resolveValue(asked.arguments, answers);
      if (!asked || args === undefined || args instanceof Secret) return undefined;
      return answerLookup(asked.function, args, { region, accountId }, path);
    },
    secret: (reference) => new Secret(reference),
  };
  return answers;
}
