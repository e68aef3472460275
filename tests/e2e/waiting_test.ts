import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { recordedTest, type RecordedWorld, STACK } from "../cli/recorded_world.ts";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const DENO = ["run", "-q", "-A", "--no-check", `--config=${path("../../deno.json")}`];

function start(script: string, args: string[], cwd: string, env: Record<string, string> = {}) {
  return new Deno.Command(Deno.execPath(), {
    args: [...DENO, path(script), ...args],
    cwd,
    env: { ...env, NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Reads a stream until it says this; all that it said. */
async function until(stream: ReadableStream<Uint8Array>, said: RegExp): Promise<string> {
  let text = "";
  for await (const chunk of stream.values({ preventCancel: true })) {
    text += new TextDecoder().decode(chunk);
    if (said.test(text)) return text;
  }
  throw new Error(`it ended without saying ${said}: ${text}`);
}

async function toEnd(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const chunk of stream) text += new TextDecoder().decode(chunk);
  return text;
}

async function namesBelow(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    names.push(`${folder}/${name}`);
    if (isDirectory) names.push(...await namesBelow(`${folder}/${name}`));
  }
  return names.sort();
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  recordedTest(
    `a real process that waits for a lock names its holder; ${signal} ends it with 8 and leaves nothing behind`,
    async (place: RecordedWorld) => {
      await place.deployTwice();
      await Deno.writeTextFile(`${place.folder}/stack.yaml`, STACK);
      const holder = start(
        "holder.ts",
        [`${place.folder}/locks`, "stack:shop:env:dev"],
        place.folder,
      );
      const taken = await until(holder.stdout, /\d+\n/);
      const before = await namesBelow(place.folder);
      const waiter = start(
        "../../main.ts",
        ["state", "rm", "api/server", "--yes", "--lock-timeout", "5m"],
        place.folder,
        { PANKA_BACKEND_DIRECTORY: place.folder },
      );
      const said = await until(waiter.stderr, /Ctrl-C|giving up/);
      assert.match(said, /shop\/dev is held by ci@runner-7 \(panka apply -e dev\), for \d+s/);
      waiter.kill(signal);
      const rest = await toEnd(waiter.stderr);
      await waiter.stdin.close();
      assert.equal((await waiter.status).code, 8, rest);
      assert.match(rest, /cancelled: nothing was changed/);
      await waiter.stdout.cancel();
      const item = await place.table.get("stack:shop:env:dev");
      assert.equal(item?.owner, "holder");
      assert.equal(item?.fence, Number(taken));
      assert.deepEqual(await namesBelow(place.folder), before);
      await holder.stdin.close();
      await Promise.all([holder.status, holder.stdout.cancel(), holder.stderr.cancel()]);
      assert.equal((await place.table.get("stack:shop:env:dev"))?.owner, undefined);
    },
  );
}
