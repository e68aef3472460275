import assert from "node:assert/strict";
import { join } from "node:path";
import { filePassphrase } from "../../../src/engine/pulumi/passphrase_file.ts";
import { stackConfiguration } from "../../../src/engine/pulumi/stack_configuration.ts";

Deno.test("filePassphrase() makes one passphrase for this user alone, also when asked many times at once", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "deep/engine-key");
  const all = await Promise.all(Array.from({ length: 20 }, () => filePassphrase(path)));
  assert.equal(new Set(all).size, 1);
  assert.match(all[0]!, /^[0-9a-f]{64}$/);
  assert.equal(await filePassphrase(path), all[0]);
  assert.equal((await Deno.stat(path)).mode! & 0o777, 0o600);
  assert.deepEqual([...Deno.readDirSync(join(folder, "deep"))].map((f) => f.name), ["engine-key"]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("filePassphrase() refuses a file that holds something else", async () => {
  const path = await Deno.makeTempFile();
  await assert.rejects(filePassphrase(path), /holds no engine passphrase/);
  await Deno.remove(path);
});

const wanted = [{ name: "secret_db", path: "db/main", key: "password" }];

Deno.test("stackConfiguration() asks for nothing and keeps the checkpoint's salt when no secret is wanted", async () => {
  const configuration = await stackConfiguration({
    salt: "v1:x",
    passphrase: "p",
    secretTexts: [],
  });
  assert.deepEqual(configuration, { encryptionsalt: "v1:x" });
});

Deno.test("stackConfiguration() encrypts what it read", async () => {
  const { encryptionsalt, config } = await stackConfiguration({
    passphrase: "p",
    secretTexts: wanted,
    readSecret: () => Promise.resolve(`{"password":"horse"}`),
  });
  assert.match(encryptionsalt!, /^v1:[\w+/=]{12}:v1:[\w+/=]{16}:[\w+/=]+$/);
  assert.match(config!["panka:secret_db"]!.secure, /^v1:[\w+/=]{16}:[\w+/=]+$/);
  assert.ok(!JSON.stringify(config).includes("horse"));
});

Deno.test("stackConfiguration() says which secret is wrong, and nothing of its text", async () => {
  const read = (text: string) =>
    stackConfiguration({
      passphrase: "p",
      secretTexts: wanted,
      readSecret: () => Promise.resolve(text),
    });
  for (
    const [text, message] of [
      ["horse", /"db\/main" is not JSON/],
      [`{"pass":"horse"}`, /"db\/main" has no key "password"/],
      [`"horse"`, /has no key "password"/],
      [`{"password":null,"x":"horse"}`, /has no key "password"/],
    ] as const
  ) {
    await assert.rejects(read(text), (error: Error) => {
      assert.match(error.message, message);
      return !error.message.includes("horse");
    });
  }
  await assert.rejects(
    stackConfiguration({ passphrase: "p", secretTexts: wanted }),
    /nothing is set up/,
  );
});
