import assert from "node:assert/strict";
import { serversMissing, startMinistack } from "./servers.ts";

const missing = serversMissing();
if (missing) console.log(`servers_test.ts skipped: ${missing}`);

Deno.test({
  name: "startMinistack() answers until it is stopped, and hands memorydb to moto",
  ignore: missing !== undefined,
  fn: async () => {
    const server = await startMinistack({ moto: true, services: ["s3"] });
    try {
      assert.equal(await status(`${server.url}/box`, { method: "PUT" }), 200);
      assert.equal(await status(`${server.url}/box`), 200);
      assert.equal(await status(server.url, memorydb("DescribeClusters")), 200);
      await server.reset();
      assert.equal(await status(`${server.url}/box`), 404);
    } finally {
      await server.stop();
    }
    await assert.rejects(fetch(server.url));
  },
});

Deno.test({
  name: "startMinistack() tells what the server said when its port is taken",
  ignore: missing !== undefined,
  fn: async () => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    try {
      await assert.rejects(
        startMinistack({ port: listener.addr.port }),
        /ended before it was ready:[^]*already in use/,
      );
    } finally {
      listener.close();
    }
  },
});

async function status(url: string, init?: RequestInit): Promise<number> {
  const response = await fetch(url, init);
  await response.body?.cancel();
  return response.status;
}

function memorydb(action: string): RequestInit {
  return {
    method: "POST",
    headers: {
      authorization: "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/memorydb/aws4_request",
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AmazonMemoryDB.${action}`,
    },
    body: "{}",
  };
}
