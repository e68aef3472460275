import assert from "node:assert/strict";
import { findTagged } from "../../../src/aws/tagging.ts";
import type { Unit } from "../../../src/engine/port.ts";
import { RESOURCE_TAG } from "../../../src/engine/pulumi/resource_tag.ts";
import type { Resource, ResourceGraph, Value } from "../../../src/engine/resource.ts";
import { clientOf } from "../../aws/real_world.ts";
import { unitOf, Watcher } from "../../conformance/engine_world.ts";
import { type Seen, startFaultProxy } from "../../faults/proxy.ts";
import { ministackOfFile, skipped } from "../../rig/emulator_of_file.ts";
import { findRig } from "../../rig/rig.ts";
import { rigEngine } from "./rig_engine.ts";

const rig = findRig();
const missing = "missing" in rig ? rig.missing : skipped;
const toMoto = ["ec2", "elasticloadbalancing", "elasticfilesystem", "dynamodb", "logs", "tagging"];
const server = missing ? undefined : await ministackOfFile({ patience: 10, moto: true, toMoto });

const id = (key: string): Value => ({ $attr: [`net/x/${key}`, "id"] });

/** What is replaced, in two versions. */
function version(number: 1 | 2): ResourceGraph {
  const one = (
    key: string,
    type: string,
    properties: Resource["properties"],
    more: Partial<Resource> = {},
  ): Resource => ({
    key: `net/x/${key}`,
    type: `aws:${type}`,
    properties: { ...properties, ...(key !== "association" && { tags: { app: "net" } }) },
    ...more,
  });
  const physicalName = `net-${number}`;
  const resources = [
    one("vpc", "ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" }),
    one("table", "ec2/routeTable:RouteTable", { vpcId: id("vpc") }),
    // Its id is AWS's, and it has no name.
    one("subnet", "ec2/subnet:Subnet", { vpcId: id("vpc"), cidrBlock: `10.0.${number}.0/24` }),
    one("association", "ec2/routeTableAssociation:RouteTableAssociation", {
      routeTableId: id("table"),
      subnetId: id("subnet"),
    }),
    // Their ids are AWS's, and they have names.
    one("group", "ec2/securityGroup:SecurityGroup", {
      name: physicalName,
      description: "net",
      vpcId: id("vpc"),
    }, { physicalName }),
    one("target", "lb/targetGroup:TargetGroup", {
      name: physicalName,
      port: 80,
      protocol: "HTTP",
      targetType: "ip",
      vpcId: id("vpc"),
    }, { physicalName }),
    // The one is another type than the other.
    number === 1
      ? one("other", "ec2/internetGateway:InternetGateway", { vpcId: id("vpc") })
      : one("other", "ec2/routeTable:RouteTable", { vpcId: id("vpc") }),
    // Its id is its name.
    one("log", "cloudwatch/logGroup:LogGroup", { name: physicalName }, { physicalName }),
    // The old ones are deleted before.
    one("orders", "dynamodb/table:Table", {
      name: "orders",
      billingMode: "PAY_PER_REQUEST",
      hashKey: `key${number}`,
      attributes: [{ name: `key${number}`, type: "S" }],
    }, { physicalName: "orders", deleteBeforeReplace: true }),
    one("files", "efs/fileSystem:FileSystem", {
      creationToken: "files",
      encrypted: number === 1,
    }, { physicalName: "files", deleteBeforeReplace: true }),
  ];
  return { resources, lookups: [], outputs: {} };
}

/** What is made before the old one is deleted, and what after. */
const [BEFORE, AFTER] = [["subnet", "group", "target", "log", "other"], ["orders", "files"]];

const asks = ({ method, target, headers, body }: Seen, verb: "Create" | "Delete") =>
  `${verb} ${method} ${target} ${headers.get("x-amz-target")} ${body}`;
const makes = (request: Seen) =>
  /Create POST .*file-systems|CreateTable|CreateLogGroup|Action=Create(Subnet|SecurityGroup|TargetGroup|RouteTable|InternetGateway)&/
    .test(asks(request, "Create"));
const deletesAfter = (request: Seen) =>
  /DeleteLogGroup|Action=Delete(Subnet|SecurityGroup|TargetGroup|RouteTable|InternetGateway)&/.test(
    asks(request, "Delete"),
  );
const deletesBefore = (request: Seen) =>
  /Delete DELETE .*file-systems|DeleteTable/.test(asks(request, "Delete"));

interface Episode {
  name: string;
  /** What the run wanted that died, and what the next one wants; there is the other version. */
  wanted: [1 | 2, 1 | 2];
  /** AWS did these requests, as many as are told, and their answers never came. */
  held: [(request: Seen) => boolean, number];
  /** What is known of the run: what was durable when it died, or all that it was told. */
  told?: boolean;
  /** What afterwards is one of those that were there when the run died. */
  spared: string[];
}

const EPISODES: Episode[] = [
  { name: "made", wanted: [2, 2], held: [makes, 7], spared: [...BEFORE, ...AFTER] },
  { name: "made, no longer wanted", wanted: [1, 2], held: [makes, 7], told: true, spared: BEFORE },
  { name: "old deleted", wanted: [1, 1], held: [deletesAfter, 5], spared: [...BEFORE, ...AFTER] },
  { name: "old deleted, and wanted again", wanted: [2, 1], held: [deletesAfter, 5], spared: [] },
  { name: "old deleted, nothing made yet", wanted: [2, 2], held: [deletesBefore, 2], spared: [] },
];

Deno.test({
  name: "what a run was replacing when it died is there once after the next one" +
    (missing ? ` (skipped: ${missing})` : ""),
  ignore: missing !== undefined,
}, async (t) => {
  if ("missing" in rig || !server) throw new Error(missing);
  const home = await Deno.makeTempDir();
  const client = clientOf(server.url);
  const finder = {
    tagged: (region: string, values: string[]) =>
      findTagged(client.with({ region }), RESOURCE_TAG, values),
    list: () => Promise.resolve([]),
  };
  const engine = rigEngine(rig, server.url, home, { finder });
  let committed: Uint8Array | undefined;
  const unit = (number: 1 | 2, more: Partial<Unit> = {}): Unit => ({
    ...unitOf(version(number), committed),
    lineage: "01JTEST",
    ...more,
  });
  const converge = async (wanted: Unit) => {
    const { outcome, errors, checkpoint, doomed } = await engine.apply(wanted, new Watcher());
    assert.deepEqual([outcome, errors, doomed], ["succeeded", [], []]);
    committed = checkpoint;
  };
  const there = async () => {
    const tags = version(1).resources.map(({ key }) => `${key}@01JTEST`);
    const found = await findTagged(client, RESOURCE_TAG, tags);
    return new Map([...found].map(([tag, arns]) => [tag.replace(/net.x.(.*)@.*/, "$1"), arns]));
  };
  try {
    await converge(unit(1));
    for (const { name, wanted: [first, next], held: [held, answers], told, spared } of EPISODES) {
      await t.step(name, async () => {
        await using proxy = startFaultProxy(server.url);
        const dying = rigEngine(rig, proxy.url, home, { finder });
        const kill = new AbortController();
        proxy.rule((request) => held(request) ? { kind: "held" } : undefined);
        void proxy.held(answers).then(() => kill.abort());
        const { outcome, errors, checkpoint } = await dying.apply(
          unit(first),
          Object.assign(new Watcher(), {
            kill: kill.signal,
            settle: async () => {
              committed = await dying.currentCheckpoint();
            },
          }),
        );
        assert.equal(outcome, "cancelled", JSON.stringify(errors));
        const left = await there();
        if (told) committed = checkpoint;

        await converge(unit(next, told ? {} : { recover: version(first).resources }));
        const now = await there();
        const counts = Object.fromEntries([...now].map(([key, arns]) => [key, arns.length]));
        const keys = ["vpc", "table", ...BEFORE, ...AFTER];
        assert.deepEqual(counts, Object.fromEntries(keys.map((key) => [key, 1])));
        for (const key of spared) {
          assert.ok(left.get(key)?.includes(now.get(key)![0]!), `another ${key} was made`);
        }
        assert.deepEqual((await engine.preview(unit(next), new Watcher())).changes, []);
      });
    }
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});
