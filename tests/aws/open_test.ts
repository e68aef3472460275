import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { readMessage } from "../faults/http_message.ts";
import { ministackOfFile, skipped } from "../rig/emulator_of_file.ts";

const server = await ministackOfFile({ services: ["sts"] });
const child = fileURLToPath(new URL("open_child.ts", import.meta.url));

/** Opens the client in a process of its own, and asks who it is; the environment is all that it gets. */
async function whoAmI(env: Record<string, string>): Promise<string> {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", child],
    clearEnv: true,
    env: { DENO_DIR: Deno.env.get("DENO_DIR") ?? "", ...env },
  }).output();
  return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
}

Deno.test({
  name: `openAws() works by the environment alone${skipped ? ` (skipped: ${skipped})` : ""}`,
  ignore: !server,
  async fn() {
    const home = await Deno.makeTempDir({ prefix: "panka-test-" });
    try {
      await Deno.mkdir(`${home}/.aws`);
      const config = "[profile ci]\nregion = eu-west-3\naws_access_key_id = a\n" +
        "aws_secret_access_key = b\n";
      await Deno.writeTextFile(`${home}/.aws/config`, config);
      const env = { HOME: home, AWS_ENDPOINT_URL: server!.url };
      assert.match(await whoAmI({ ...env, AWS_PROFILE: "ci" }), /^eu-west-3 arn:aws:/);
      assert.match(await whoAmI(env), /Set the AWS region/);
      const alone = { ...env, AWS_REGION: "eu-west-1", AWS_EC2_METADATA_DISABLED: "true" };
      assert.match(await whoAmI(alone), /No AWS credentials found/);
    } finally {
      await Deno.remove(home, { recursive: true });
    }
  },
});

Deno.test("openAws() goes through HTTP_PROXY, but not to the hosts of NO_PROXY", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const asked: string[] = [];
  const serving = (async () => {
    for await (const conn of listener) {
      asked.push((await readMessage(conn))?.firstLine ?? "");
      await conn.write(new TextEncoder().encode("HTTP/1.1 403 No\r\ncontent-length: 0\r\n\r\n"));
      conn.close();
    }
  })();
  try {
    const env = {
      AWS_ENDPOINT_URL: "http://sts.panka.test",
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "a",
      AWS_SECRET_ACCESS_KEY: "b",
      HTTP_PROXY: `http://127.0.0.1:${listener.addr.port}`,
    };
    assert.match(await whoAmI(env), /Http403/);
    assert.deepEqual(asked, ["POST http://sts.panka.test/ HTTP/1.1"]);
    const direct = { ...env, AWS_ENDPOINT_URL: "http://127.0.0.1:1", NO_PROXY: "127.0.0.1" };
    assert.match(await whoAmI(direct), /Connection refused/);
    assert.equal(asked.length, 1);
  } finally {
    listener.close();
    await serving;
  }
});
