import assert from "node:assert/strict";
import { replacing } from "../../../src/engine/sandbox/replacements.ts";

const MSK = "aws:msk/cluster:Cluster";

Deno.test("replacing() knows what AWS sets once, in nested properties too", () => {
  assert.deepEqual(replacing("aws:memorydb/cluster:Cluster", ["port", "nodeType"]), ["port"]);
  assert.deepEqual(replacing("aws:rds/instance:Instance", ["port", "snapshotIdentifier"]), [
    "snapshotIdentifier",
  ]);
  const paths = ["brokerNodeGroupInfo.clientSubnets[1]", "brokerNodeGroupInfo.instanceType"];
  assert.deepEqual(replacing(MSK, paths), paths.slice(0, 1));
});

Deno.test("replacing() takes a part for the whole where any part is set once", () => {
  const path = "rootDirectory.creationInfo.permissions";
  assert.deepEqual(replacing("aws:efs/accessPoint:AccessPoint", [path, "tags.a"]), [path]);
});
