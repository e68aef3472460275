import assert from "node:assert/strict";
import { assumedRole } from "../../src/aws/credentials/chain.ts";
import { fixedCredentials } from "../../src/aws/credentials/credentials.ts";
import { denoCredentialPorts } from "../../src/aws/credentials/deno_ports.ts";
import { sessionName, Sts } from "../../src/aws/sts.ts";
import { ministackOfFile, skipped } from "../rig/emulator_of_file.ts";
import { clientOf, realClock, realRandom } from "./real_world.ts";

const server = await ministackOfFile({ services: ["sts", "iam"] });

Deno.test({
  name: `getCallerIdentity() and assumedRole() work with ministack${
    skipped ? ` (skipped: ${skipped})` : ""
  }`,
  ignore: !server,
  async fn() {
    const url = server!.url;
    const client = clientOf(url);
    const { account } = await new Sts(client).getCallerIdentity();
    assert.match(account, /^\d{12}$/);
    const send = (target: string, init: RequestInit) => fetch(target, init);
    const ports = {
      ...denoCredentialPorts({ send, clock: realClock, random: realRandom }),
      env: (name: string) => name === "AWS_ENDPOINT_URL" ? url : undefined,
    };
    const base = fixedCredentials({ accessKeyId: "test", secretAccessKey: "t", source: "test" });
    const roleArn = `arn:aws:iam::${account}:role/tenant`;
    const role = assumedRole(
      base,
      { roleArn, sessionName: "panka", externalId: "x", tags: { tenant: "acme" } },
      ports,
      "us-east-1",
    );
    assert.ok((await role.get()).expiresAt! > Date.now());
    const inRole = await new Sts(client.with({ credentials: role })).getCallerIdentity();
    assert.match(inRole.arn, /assumed-role\/tenant\/panka$/);
  },
});

Deno.test("sessionName() makes a name that AWS takes out of any text", () => {
  assert.equal(sessionName("panka/job 7:é"), "panka-job-7--");
  assert.equal(sessionName("x"), "x-");
  assert.equal(sessionName("y".repeat(100)).length, 64);
});
