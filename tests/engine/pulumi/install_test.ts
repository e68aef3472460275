import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join, relative, resolve } from "node:path";
import { findCli, findPulumi, type PulumiMissing } from "../../../src/engine/pulumi/install.ts";
import { platformOf, type PulumiRelease } from "../../../src/engine/pulumi/release.ts";
import { tarGz } from "./tar_archive.ts";

const platform = platformOf(Deno.build.os, Deno.build.arch)!;

const made: string[] = [];
Deno.test.afterAll(() => {
  for (const folder of made) Deno.removeSync(folder, { recursive: true });
});

function temporaryFolder(): string {
  made.push(Deno.makeTempDirSync({ prefix: "panka-test-" }));
  return made.at(-1)!;
}

/** A folder with stand-ins for programs: shell scripts, by name. */
async function folderWith(programs: Record<string, string>): Promise<string> {
  const folder = temporaryFolder();
  for (const [name, script] of Object.entries(programs)) {
    await Deno.writeTextFile(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return folder;
}

const cliOf = (version: string) => `[ "$1" = version ] && echo "${version}"`;

/** Serves one archive on 127.0.0.1 and describes it as a release. */
function releaseOf(archive: Uint8Array<ArrayBuffer>, sha256?: string) {
  const asked: string[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    asked.push(new URL(request.url).pathname);
    return new Response(archive, { headers: { "content-length": String(archive.length) } });
  });
  const release: PulumiRelease = {
    version: "3.250.0",
    url: (of) => `http://127.0.0.1:${server.addr.port}/pulumi-v3.250.0-${of}.tar.gz`,
    sha256: { [platform]: sha256 ?? createHash("sha256").update(archive).digest("hex") },
  };
  return { release, asked, [Symbol.asyncDispose]: () => server.shutdown() };
}

const archive = await tarGz({
  "pulumi/pulumi": `#!/bin/sh\n${cliOf("v3.250.0")}\n`,
  "pulumi/pulumi-language-yaml": "#!/bin/sh\n",
  "pulumi/pulumi-language-nodejs": "#!/bin/sh\n" + "x".repeat(5000),
});

Deno.test("findCli() takes the program that --pulumi names, before PANKA_PULUMI and PATH", async () => {
  const [given, other] = [
    await folderWith({ pulumi: cliOf("v3.201.0") }),
    await folderWith({ pulumi: cliOf("v3.250.0") }),
  ];
  const found = await findCli({
    option: given,
    environment: { PATH: other, PANKA_PULUMI: other },
    cache: temporaryFolder(),
  });
  assert.deepEqual(found, { path: join(given, "pulumi"), from: "--pulumi", version: "v3.201.0" });
});

Deno.test("findCli() takes PANKA_PULUMI before PATH", async () => {
  const given = await folderWith({ pulumi: cliOf("v3.201.0") });
  const found = await findCli({
    environment: { PATH: await folderWith({ pulumi: cliOf("v3.250.0") }), PANKA_PULUMI: given },
    cache: temporaryFolder(),
  });
  assert.equal(found.from, "PANKA_PULUMI");
});

Deno.test("findCli() refuses a program that is named and too old, or not there", async () => {
  const old = await folderWith({ pulumi: cliOf("v3.199.9") });
  const cache = temporaryFolder();
  await assert.rejects(findCli({ option: old, environment: {}, cache }), /3\.199\.9, older than/);
  await assert.rejects(
    findCli({ option: "/nowhere/pulumi", environment: {}, cache }),
    /"\/nowhere\/pulumi", which isn't there/,
  );
});

Deno.test("findCli() passes over a pulumi on PATH that is too old, and takes the next", async () => {
  const old = await folderWith({ pulumi: cliOf("v3.9.0") });
  const good = await folderWith({ pulumi: cliOf("v3.200.0") });
  const found = await findCli({
    environment: { PATH: `${old}:${good}` },
    cache: temporaryFolder(),
  });
  assert.deepEqual([found.path, found.from], [join(good, "pulumi"), "PATH"]);
});

Deno.test("findCli() downloads, checks and unpacks a release once when nothing is found", async () => {
  await using server = releaseOf(archive);
  const cache = temporaryFolder();
  const progress: number[] = [];
  const search = {
    environment: { PATH: "" },
    cache,
    release: server.release,
    onProgress: (p: { step: string; received?: number; total?: number }) => {
      assert.equal(p.step, "pulumi");
      assert.equal(p.total, archive.length);
      progress.push(p.received!);
    },
  };
  const first = await findCli(search);
  assert.deepEqual([first.from, first.path], ["download", join(cache, "pulumi/3.250.0/pulumi")]);
  assert.equal((await findCli(search)).from, "cache");
  assert.deepEqual(server.asked, [`/pulumi-v3.250.0-${platform}.tar.gz`]);
  assert.equal(progress.at(-1), archive.length);
  const files = [...Deno.readDirSync(join(cache, "pulumi/3.250.0"))].map((f) => f.name).sort();
  assert.deepEqual(files, ["pulumi", "pulumi-language-yaml"]);
  assert.deepEqual([...Deno.readDirSync(join(cache, "pulumi"))].map((f) => f.name), ["3.250.0"]);
  const { stdout } = await new Deno.Command(first.path, { args: ["version"] }).output();
  assert.equal(new TextDecoder().decode(stdout), "v3.250.0\n");
});

Deno.test("findCli() throws a download away whose checksum differs", async () => {
  await using server = releaseOf(archive, "0".repeat(64));
  const cache = temporaryFolder();
  await assert.rejects(
    findCli({ environment: {}, cache, release: server.release }),
    (error: PulumiMissing) => /has the sha256 [0-9a-f]{64} instead of 0{64}/.test(error.message),
  );
  assert.deepEqual([...Deno.readDirSync(join(cache, "pulumi"))], []);
});

Deno.test("findCli() downloads nothing for a platform without a checksum, and says what to do", async () => {
  const search = {
    environment: {},
    cache: temporaryFolder(),
    release: { version: "3.250.0", url: () => "http://127.0.0.1:1/", sha256: {} },
    fetch: () => assert.fail("asked the network"),
  };
  await assert.rejects(findCli(search), (error: PulumiMissing) => {
    assert.match(error.message, /holds no checksum of Pulumi 3\.250\.0/);
    assert.match(error.fix, /install Pulumi 3\.200\.0 or newer .*PATH/);
    return true;
  });
});

Deno.test("findPulumi() finds the AWS plugin on PATH, or where the user's own Pulumi keeps it", async () => {
  const cache = temporaryFolder();
  const cli = await folderWith({ pulumi: cliOf("v3.250.0") });
  const plugin = await folderWith({ "pulumi-resource-aws": "" });
  const onPath = await findPulumi({ environment: { PATH: `${cli}:${plugin}` }, cache });
  assert.equal(onPath.pluginFolder, plugin);

  const home = temporaryFolder();
  const folder = join(home, "plugins/resource-aws-v7.48.0");
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(join(folder, "pulumi-resource-aws"), "");
  const atHome = await findPulumi({ environment: { PATH: cli, PULUMI_HOME: home }, cache });
  assert.equal(atHome.pluginFolder, folder);
});

Deno.test("findPulumi() has the CLI install the plugin into panka's own home, and looks there next time", async () => {
  const cache = temporaryFolder();
  const cli = await folderWith({
    pulumi: `${cliOf("v3.250.0")} && exit
[ "$*" = "plugin install resource aws 7.48.0 --non-interactive" ] || exit 3
/bin/mkdir -p "$PULUMI_HOME/plugins/resource-aws-v7.48.0"
echo > "$PULUMI_HOME/plugins/resource-aws-v7.48.0/pulumi-resource-aws"`,
  });
  const steps: string[] = [];
  const search = {
    environment: { PATH: cli },
    cache,
    onProgress: ({ step }: { step: string }) => steps.push(step),
  };
  const tools = await findPulumi(search);
  assert.deepEqual(tools, {
    pulumi: join(cli, "pulumi"),
    home: join(cache, "pulumi-home"),
    pluginFolder: undefined,
  });
  await findPulumi(search);
  assert.deepEqual(steps, ["plugin"]);
});

Deno.test("findPulumi() names the file and its place when the plugin can't be installed", async () => {
  const cache = temporaryFolder();
  const cli = await folderWith({
    pulumi: `${cliOf("v3.250.0")} && exit; echo "error: no such host" >&2; exit 1`,
  });
  await assert.rejects(
    findPulumi({ environment: { PATH: cli }, cache }),
    (error: PulumiMissing) => {
      assert.match(
        error.message,
        /AWS plugin 7\.48\.0 could not be installed: error: no such host/,
      );
      assert.match(error.fix, /pulumi-home\/plugins\/resource-aws-v7\.48\.0"/);
      return true;
    },
  );
});

Deno.test("findPulumi() answers with absolute paths when it is asked with relative ones", async () => {
  const programs = { pulumi: cliOf("v3.250.0"), "pulumi-resource-aws": "" };
  const folder = relative(Deno.cwd(), await folderWith(programs));
  const cache = relative(Deno.cwd(), temporaryFolder());
  const found = await findPulumi({ environment: { PATH: folder }, cache });
  assert.deepEqual(found, {
    pulumi: resolve(folder, "pulumi"),
    home: resolve(cache, "pulumi-home"),
    pluginFolder: resolve(folder),
  });
});
