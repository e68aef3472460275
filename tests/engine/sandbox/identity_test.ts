import assert from "node:assert/strict";
import { identityOf } from "../../../src/engine/sandbox/identity.ts";

Deno.test("identityOf() gives a task definition of another content another revision, as what runs it is then updated", () => {
  const arn = (containerDefinitions: string) =>
    identityOf({
      type: "aws:ecs/taskDefinition:TaskDefinition",
      unit: "stack",
      key: "api/server/task-definition",
      name: "dev-shop-api-server",
      generation: 0,
      region: "eu-west-1",
      accountId: "123456789012",
      properties: { containerDefinitions },
    }).attributes.arn;
  assert.match(String(arn("a:1")), /^arn:aws:ecs:.*:task-definition\/dev-shop-api-server:\d+$/);
  assert.equal(arn("a:1"), arn("a:1"));
  assert.notEqual(arn("a:1"), arn("a:2"));
});
