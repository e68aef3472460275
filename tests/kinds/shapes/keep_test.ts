import assert from "node:assert/strict";
import { component, render } from "../harness.ts";

const login = `database: {username: dbadmin, name: app}
`;
/** Kinds that leave a last snapshot, and what of them has it. */
const STORES: [kind: string, spec: string, type: string, property: string][] = [
  [
    "RDS",
    `engine: {type: postgres, version: "16"}
instance: {class: db.t4g.medium}
${login}`,
    "aws:rds/instance:Instance",
    "finalSnapshotIdentifier",
  ],
  [
    "RDS",
    `engine: {type: aurora-postgresql, version: "16"}
instance: {class: db.t4g.medium}
${login}`,
    "aws:rds/cluster:Cluster",
    "finalSnapshotIdentifier",
  ],
  [
    "DocumentDB",
    `instance: {class: db.t4g.medium}
database: {username: dbadmin}
`,
    "aws:docdb/cluster:Cluster",
    "finalSnapshotIdentifier",
  ],
  [
    "ElastiCacheRedis",
    "cluster: {nodeType: cache.t4g.small}\n",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "finalSnapshotIdentifier",
  ],
  [
    "MemoryDB",
    "cluster: {nodeType: db.t4g.small}\n",
    "aws:memorydb/cluster:Cluster",
    "finalSnapshotName",
  ],
];

const store = ([kind, spec, type, property]: (typeof STORES)[number], backup: string) => {
  const text = component(kind, "store", `${spec}backup: ${backup}\ndeletionProtection: false`);
  const { resources } = render([text], { environment: "live" }).graph;
  const { properties } = resources.find((resource) => resource.type === type)!;
  return { skipped: properties.skipFinalSnapshot ?? false, name: properties[property] };
};
const KEPT = "{finalSnapshot: true, retentionDays: 7}";

Deno.test("lastSnapshot() names the snapshot by its store's own security group, so that one made anew can be deleted too", () => {
  for (const one of STORES) {
    const { $join } = store(one, KEPT).name as unknown as { $join: unknown[] };
    assert.deepEqual($join[1], { $attr: ["api/store/security-group", "id"] }, one[0]);
    assert.match($join[0] as string, /^acme-live-shop-api-store-final-[a-z0-9]{6}-$/, one[0]);
  }
});

Deno.test("lastSnapshot() names another snapshot when the store is replaced", () => {
  for (const one of STORES) {
    const restored = store(one, "{finalSnapshot: true, retentionDays: 7, restoreFrom: earlier}");
    assert.notDeepEqual(restored.name, store(one, KEPT).name, one[0]);
  }
});

Deno.test("lastSnapshot() is taken in production also when protection was turned off to delete", () => {
  for (const one of STORES) {
    const { skipped, name } = store(one, "{retentionDays: 7}");
    assert.equal(skipped, false, one[0]);
    assert.ok(name, one[0]);
  }
});

Deno.test("snapshotKept() is no for a disk that need not be kept", () => {
  const disk = (environment: string) => {
    const text = component(
      "EBS",
      "disk",
      "sizeGB: 10\navailabilityZone: eu-west-1a\ndeletionProtection: false",
    );
    return render([text], { environment }).graph.resources[0]!.properties.finalSnapshot;
  };
  assert.deepEqual([disk("live"), disk("dev")], [true, false]);
});
