import assert from "node:assert/strict";
import { appendAudit } from "../../src/state/audit.ts";
import { withEnvironment } from "../faults/aws_place.ts";
import { type AdminPlace, adminTests } from "./admin_place.ts";
import { golden, runIn } from "./test_world.ts";

const onAws = await adminTests();

const audit = (place: AdminPlace, ...args: string[]) =>
  runIn(place.world(), "admin", "audit", ...args);

const json = async (place: AdminPlace, ...args: string[]) => {
  const { code, stdout, stderr } = await audit(place, ...args, "-o", "json");
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
};

/** What a deployment of a tenant, or of amber's network, wrote so many days before the tests' hour. */
const deployed = (place: AdminPlace, tenant: string | undefined, days: number) => {
  const wall = () => Date.UTC(2026, 0, 2, 3, 4) - days * 86_400_000;
  const { clock, random } = place.world();
  const about = tenant === undefined
    ? { stack: "tenant-network", environment: "amber" }
    : { tenant, stack: "shop", environment: "live" };
  return appendAudit({ store: place.store, clock: { ...clock, wall }, random }, about, {
    user: "bob",
    host: "ci",
    command: `panka apply -e live`,
    result: `succeeded ${days}`,
  });
};

onAws(
  "admin audit merges the platform's trail and the tenants', newest first, and says what it could not ask",
  async (place) => {
    for (const name of ["amber", "beryl"]) assert.equal((await place.run("init", name)).code, 0);
    for (const days of [1, 3, 40]) await deployed(place, "amber", days);
    await deployed(place, "beryl", 2);
    await deployed(place, undefined, 4);
    const { code, stdout, stderr } = await audit(place);
    assert.equal(code, 0, stderr);
    golden("admin_audit", stdout + stderr);
    const told = async (...args: string[]) =>
      (await json(place, ...args)).records.map((
        { trail, result }: Record<string, string>,
      ) => `${trail ?? "-"} ${result}`);
    assert.deepEqual(await told("amber"), [
      "- created",
      "amber succeeded 1",
      "amber succeeded 3",
      "- succeeded 4",
    ]);
    assert.deepEqual(await told("amber", "--since", "60d", "--limit", "5"), [
      "- created",
      "amber succeeded 1",
      "amber succeeded 3",
      "- succeeded 4",
      "amber succeeded 40",
    ]);
    assert.deepEqual(await told("--since", "36h"), ["- created", "- created", "amber succeeded 1"]);
    assert.equal((await json(place, "--limit", "2")).more, true);
    assert.match((await json(place)).failedLogins.why, /not known/);
    assert.equal((await audit(place, "--since", "yesterday")).code, 64);
  },
);

onAws(
  "admin audit names objects that are no records, and escapes what a tenant wrote",
  async (place) => {
    assert.equal((await place.run("init", "loud")).code, 0);
    const put = (key: string, text: string) =>
      place.store.put(key, new TextEncoder().encode(text), "absent");
    await put("tenants/loud/audit/2026/01/junk.json", "{}");
    await put("tenants/loud/audit/2026/01/01KDY0000000000000000000AA.json", "{ what");
    await put("tenants/loud/audit/2026/01/01KDY0000000000000000000AB.json", '{"at":1}');
    await put(
      "tenants/loud/audit/2026/01/01KDY0000000000000000000AC.json",
      JSON.stringify({
        at: "2026-01-01T00:00:00.000Z",
        user: "\x1b[2Jroot",
        host: "h",
        tenant: "other",
        command: "panka\u202e",
        result: "x",
      }),
    );
    const { stdout, stderr } = await audit(place, "loud");
    for (const steering of ["\x1b", "\u202e"]) {
      assert.ok(!(stdout + stderr).includes(steering));
    }
    const { records, unreadable } = await json(place, "loud");
    assert.equal(unreadable.length, 3);
    assert.deepEqual(
      records.map(({ trail }: { trail: string | null }) => trail),
      [null, "loud"],
    );
  },
);

onAws(
  "admin audit tells of logins that AWS refused, in each form that CloudTrail has of them",
  async (place) => {
    const role = (tenant: string) =>
      `arn:aws:iam::123456789012:role/panka-platform/panka-tenant-${tenant}`;
    const event = (minute: number, record: object | string) => ({
      EventTime: Date.UTC(2026, 0, 2, 3, minute) / 1000,
      CloudTrailEvent: typeof record === "string" ? record : JSON.stringify({
        userIdentity: { arn: "arn:aws:iam::123456789012:user/eve" },
        sourceIPAddress: "203.0.113.9",
        ...record,
      }),
    });
    const denied = (tenant: string) => ({
      errorCode: "AccessDenied",
      errorMessage: `User: x is not authorized to perform: sts:AssumeRole on resource: ${
        role(tenant)
      }`,
      requestParameters: null,
    });
    const pages = [
      {
        NextToken: "more",
        Events: [
          event(3, denied("amber")),
          event(2, { requestParameters: { roleArn: role("amber") } }),
          event(2, "{ what"),
          event(2, "null"),
        ],
      },
      {
        Events: [
          event(1, { errorCode: "AccessDenied", requestParameters: { roleArn: role("amber-2") } }),
          event(0, { ...denied("x"), errorMessage: "arn:aws:iam::123456789012:role/other" }),
        ],
      },
    ];
    const asked: Record<string, unknown>[] = [];
    let endless = false;
    const server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      async (request) => {
        const body = await request.json();
        asked.push(body);
        if (endless) return Response.json(pages[0]);
        return Response.json(pages[body.NextToken === "more" ? 1 : 0]);
      },
    );
    const AWS_ENDPOINT_URL_CLOUDTRAIL = `http://127.0.0.1:${server.addr.port}`;
    await withEnvironment({ AWS_ENDPOINT_URL_CLOUDTRAIL }, async () => {
      const { failedLogins } = await json(place);
      assert.deepEqual(failedLogins, {
        region: "us-east-1",
        logins: ["amber", "amber-2"].map((tenant, i) => ({
          at: `2026-01-02T03:0${3 - 2 * i}:00.000Z`,
          tenant,
          identity: "arn:aws:iam::123456789012:user/eve",
          sourceIp: "203.0.113.9",
        })),
      });
      const { stdout } = await audit(place, "amber");
      assert.match(stdout, /amber .*user\/eve .*login from 203.0.113.9 .*refused/);
      assert.doesNotMatch(stdout, /amber-2/);
      endless = true;
      asked.length = 0;
      const world = place.world();
      const { sleep } = world.clock;
      // Nobody here counts requests a second.
      world.clock = { ...world.clock, sleep: (ms, signal) => sleep(ms === 500 ? 0 : ms, signal) };
      const cut = await runIn(world, "admin", "audit", "--limit", "1");
      assert.equal(cut.code, 0, cut.stderr);
      assert.equal(asked.length, 120);
      assert.match(
        cut.stderr.replace(/\s+/g, " "),
        /looked for back to 2026-01-02T03:02:00.000Z only, among the newest 480 events/,
      );
    });
    await server.shutdown();
    assert.deepEqual(asked[0]!.LookupAttributes, [
      { AttributeKey: "EventName", AttributeValue: "AssumeRole" },
    ]);
  },
);
