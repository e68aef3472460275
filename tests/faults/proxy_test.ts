import assert from "node:assert/strict";
import { startFaultProxy } from "./proxy.ts";

Deno.test("release() lets go also of what the server is still doing", async () => {
  const [asked, answers] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async () => {
    asked.resolve();
    await answers.promise;
    return new Response("done");
  });
  try {
    await using proxy = startFaultProxy(`http://127.0.0.1:${server.addr.port}`);
    proxy.rule(() => ({ kind: "held" }));
    const text = fetch(proxy.url).then((answer) => answer.text());
    await asked.promise;
    proxy.release();
    answers.resolve();
    assert.equal(await text, "done");
  } finally {
    await server.shutdown();
  }
});
