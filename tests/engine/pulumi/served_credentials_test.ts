import assert from "node:assert/strict";
import { serveCredentials } from "../../../src/aws/credentials/serve.ts";
import type { ResourceGraph } from "../../../src/engine/resource.ts";
import { realClock, realRandom } from "../../aws/real_world.ts";
import { unitOf, Watcher } from "../../conformance/engine_world.ts";
import { startFaultProxy } from "../../faults/proxy.ts";
import { ministackOfFile } from "../../rig/emulator_of_file.ts";
import { findRig } from "../../rig/rig.ts";
import { rigEngine } from "./rig_engine.ts";

const rig = findRig();
if ("missing" in rig) {
  console.log(`SKIPPED tests/engine/pulumi/served_credentials_test.ts: ${rig.missing}`);
}
const server = "missing" in rig ? undefined : await ministackOfFile({ patience: 10 });
/** Milliseconds that credentials are good for. */
const LIFE = 1_000;
/** Milliseconds that it may take on a busy machine from asking for credentials to signing with them. */
const AT_HAND = 5_000;

/** Parameters made one after the other. */
function chain(length: number): ResourceGraph {
  const key = (i: number) => `shop/p${i}/parameter`;
  return {
    resources: Array.from({ length }, (_, i) => ({
      key: key(i),
      type: "aws:ssm/parameter:Parameter",
      properties: { name: `/chain/${i}`, type: "String", insecureValue: "one" },
      ...i > 0 && { dependsOn: [key(i - 1)] },
      physicalName: `/chain/${i}`,
    })),
    lookups: [],
    outputs: {},
  };
}

/** Of `20260102T030405Z`. */
const signedAt = (headers: Headers) =>
  Date.parse(
    headers.get("x-amz-date")!.replace(/(....)(..)(..)T(..)(..)(..)Z/, "$1-$2-$3T$4:$5:$6Z"),
  );

Deno.test({
  name: "Pulumi and its AWS provider go on with new credentials when those of their start end",
  ignore: server === undefined,
}, async () => {
  if ("missing" in rig || !server) return;
  const home = await Deno.makeTempDir({ prefix: "panka-served-" });
  const ends = new Map<string, number>();
  /** The key that each parameter was made with. */
  const makers: string[] = [];
  let given: { accessKeyId: string; expiresAt: number } | undefined;
  const now = () => {
    if (!given || given.expiresAt - Date.now() < LIFE / 2) {
      const accessKeyId = `AKIASERVED${ends.size}`;
      given = { accessKeyId, expiresAt: Date.now() + LIFE };
      ends.set(accessKeyId, given.expiresAt);
    }
    return given;
  };
  const proxy = startFaultProxy(server.url);
  proxy.rule(({ headers }) => {
    const key = /Credential=([^/]+)/.exec(headers.get("authorization") ?? "")?.[1];
    if (key === undefined) return undefined;
    if ((ends.get(key) ?? 0) + AT_HAND < signedAt(headers)) {
      return { kind: "answered", status: 403, body: '{"__type":"ExpiredTokenException"}' };
    }
    if (!headers.get("x-amz-target")?.endsWith(".PutParameter")) return undefined;
    // Nobody hears of the second before the credentials of the first have ended.
    return makers.push(key) === 2 ? { kind: "held" } : undefined;
  });
  void proxy.held().then(() => realClock.sleep(given!.expiresAt - Date.now())).then(proxy.release);
  let closed = 0;
  try {
    const engine = rigEngine(rig, proxy.url, home, {
      credentials() {
        const credentials = () => ({
          ...now(),
          secretAccessKey: "served",
          sessionToken: "served",
          source: "test",
        });
        const served = serveCredentials({
          get: () => Promise.resolve(credentials()),
          forget: () => {},
        }, realRandom);
        const close = () => {
          closed++;
          return served.close();
        };
        return Promise.resolve({ ...served, close });
      },
    });
    const { outcome, errors } = await engine.apply(unitOf(chain(3)), new Watcher());
    assert.deepEqual([outcome, errors], ["succeeded", []]);
    assert.equal(makers.length, 3);
    assert.ok(ends.get(makers[2]!)! > ends.get(makers[1]!)!, makers.join());
    assert.equal(closed, 1);
  } finally {
    await proxy.stop();
    await Deno.remove(home, { recursive: true });
  }
});

Deno.test("serveCredentials() gives nothing to who does not know the run's secret", async () => {
  const source = { accessKeyId: "AKIA", secretAccessKey: "canary", source: "test" };
  const { environment, close } = serveCredentials({
    get: () => Promise.resolve(source),
    forget: () => {},
  }, realRandom);
  const url = environment.AWS_CONTAINER_CREDENTIALS_FULL_URI!;
  try {
    for (const authorization of [undefined, "", "wrong"]) {
      const headers = authorization === undefined ? undefined : { authorization };
      const answer = await fetch(url, { headers });
      assert.equal(answer.status, 403);
      assert.equal(await answer.text(), "");
    }
    const authorization = environment.AWS_CONTAINER_AUTHORIZATION_TOKEN!;
    const { SecretAccessKey } = await (await fetch(url, { headers: { authorization } })).json();
    assert.equal(SecretAccessKey, "canary");
  } finally {
    await close();
  }
});
