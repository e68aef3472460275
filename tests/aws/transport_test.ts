import assert from "node:assert/strict";
import { denoCredentialPorts } from "../../src/aws/credentials/deno_ports.ts";
import { openTransport } from "../../src/aws/transport.ts";
import { realClock, realRandom } from "./real_world.ts";

const openssl = await new Deno.Command("openssl", { args: ["version"] }).output()
  .then(({ success }) => success, () => false);

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "panka-test-" });
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Makes `path`.key and `path`.pem, for localhost. */
async function certificate(path: string, constraint: string, more: string[] = []): Promise<void> {
  const { success } = await new Deno.Command("openssl", {
    args: [
      ..."req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=panka-test".split(" "),
      ...["-addext", `basicConstraints=critical,${constraint}`],
      ...["-addext", "subjectAltName=DNS:localhost"],
      ...["-keyout", `${path}.key`, "-out", `${path}.pem`],
      ...more,
    ],
    stdout: "null",
    stderr: "null",
  }).output();
  assert.ok(success);
}

const bundle = (path: string) => (name: string) => name === "AWS_CA_BUNDLE" ? path : undefined;

Deno.test({
  name: `openTransport() trusts the certificates of AWS_CA_BUNDLE${
    openssl ? "" : " (skipped: no openssl)"
  }`,
  ignore: !openssl,
  // The transport's connections are kept until the process ends.
  sanitizeResources: false,
  sanitizeOps: false,
  fn: () =>
    inFolder(async (folder) => {
      await certificate(`${folder}/ca`, "CA:TRUE");
      await certificate(`${folder}/leaf`, "CA:FALSE", [
        "-CA",
        `${folder}/ca.pem`,
        "-CAkey",
        `${folder}/ca.key`,
      ]);
      const server = Deno.serve({
        port: 0,
        hostname: "127.0.0.1",
        key: await Deno.readTextFile(`${folder}/leaf.key`),
        cert: await Deno.readTextFile(`${folder}/leaf.pem`),
        onListen: () => {},
      }, () => new Response("over TLS"));
      try {
        const url = `https://localhost:${server.addr.port}/`;
        const plain = await openTransport(() => undefined);
        await assert.rejects(plain(url, {}), /certificate/i);
        const trusting = await openTransport(bundle(`${folder}/ca.pem`));
        assert.equal(await (await trusting(url, {})).text(), "over TLS");
      } finally {
        await server.shutdown();
      }
    }),
});

Deno.test("openTransport() names the bundle that is missing or has no certificate", () =>
  inFolder(async (folder) => {
    await assert.rejects(openTransport(bundle(`${folder}/none`)), /Can't read.*none"/);
    await Deno.writeTextFile(`${folder}/empty.pem`, "nothing\n");
    await assert.rejects(openTransport(bundle(`${folder}/empty.pem`)), /no PEM certificate/);
  }));

Deno.test("denoCredentialPorts() reads files, and runs programs without a shell", () =>
  inFolder(async (folder) => {
    const ports = denoCredentialPorts({
      send: (url, init) => fetch(url, init),
      clock: realClock,
      random: realRandom,
    });
    await Deno.writeTextFile(`${folder}/a`, "text");
    assert.equal(await ports.readText(`${folder}/a`), "text");
    assert.equal(await ports.readText(`${folder}/b`), undefined);
    await assert.rejects(ports.readText(folder));
    const ran = await ports.run([
      Deno.execPath(),
      "eval",
      "console.log(Deno.args)",
      "a b",
      "$HOME",
    ]);
    assert.equal(ran.code, 0);
    assert.match(ran.stdout, /"a b", "\$HOME"/);
  }));
