import assert from "node:assert/strict";
import { runProcess } from "../../../src/engine/pulumi/process.ts";
import { descendants } from "../../../src/engine/pulumi/process_tree.ts";

const sh = (script: string, options: Partial<Parameters<typeof runProcess>[0]> = {}) =>
  runProcess({
    command: "/bin/sh",
    args: ["-c", script],
    folder: "/",
    environment: { PATH: "/usr/bin:/bin" },
    ...options,
  });

/** Looks until it is so. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!await holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** A script that says on a pipe file when it is ready; `ready` waits for that. */
async function readiness() {
  const path = await Deno.makeTempFile();
  return {
    path,
    say: `echo ready > ${path}`,
    ready: () => until(async () => await Deno.readTextFile(path) !== ""),
    text: () => Deno.readTextFile(path),
    [Symbol.asyncDispose]: () => Deno.remove(path),
  };
}

/** Of `/proc`; nothing where the process is gone. */
function read(pid: number, file: "stat" | "cmdline"): string {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/${file}`);
  } catch {
    return "";
  }
}

/** A killed process whose parent died may be a zombie until it is reaped. */
const alive = (pid: number) => !/^$|\) Z /.test(read(pid, "stat"));

Deno.test("runProcess() gives code, output and errors, with no variable but those named", async () => {
  Deno.env.set("PANKA_TEST_LEAK", "1");
  const result = await sh("env | grep -v '^PWD=\\|^_=\\|^SHLVL='; echo oops >&2; exit 3", {
    environment: { PATH: "/usr/bin:/bin", ONLY: "this" },
  });
  assert.deepEqual(result, {
    code: 3,
    signal: undefined,
    stdout: "PATH=/usr/bin:/bin\nONLY=this\n",
    stderr: "oops\n",
  });
});

Deno.test("runProcess() keeps the end of a long standard error", async () => {
  const { stderr } = await sh("yes 'a long line of errors' | head -c 1000000 >&2; echo last >&2");
  assert.ok(stderr.length <= 64 * 1024);
  assert.ok(stderr.endsWith("last\n"));
});

Deno.test("runProcess() starts a process group of its own", async () => {
  const { stdout } = await sh("cut -d' ' -f1,5 /proc/$$/stat");
  const [pid, group] = stdout.trim().split(" ");
  assert.equal(group, pid);
});

Deno.test("runProcess() interrupts once when the signal is aborted, and waits", async () => {
  await using ready = await readiness();
  const controller = new AbortController();
  const script = `trap 'n=$((n+1))' INT; ${ready.say}; while [ -z "$n" ]; do sleep 0.01; done
    sleep 0.2; echo "interrupted $n"; exit 7`;
  const running = sh(script, { signal: controller.signal });
  await ready.ready();
  controller.abort();
  const { code, stdout } = await running;
  assert.deepEqual([code, stdout], [7, "interrupted 1\n"]);
});

Deno.test("runProcess() ends all that was started below, other groups too, when SIGTERM is ignored", async () => {
  await using ready = await readiness();
  const controller = new AbortController();
  const script = `trap '' TERM INT; ${ready.say}; setsid sh -c 'trap "" TERM INT; sleep 60 & wait' &
    sleep 61 & wait; wait`;
  const running = sh(script, { kill: controller.signal, grace: 50 });
  await ready.ready();
  // By its script, as others run shells too.
  const self = (await descendants(Deno.pid)).find((pid) =>
    read(pid, "cmdline").includes(ready.path)
  );
  // Both sleeps, and what is between.
  let below: number[] = [];
  await until(async () => (below = await descendants(self!)).length === 3);
  controller.abort();
  assert.equal((await running).signal, "SIGKILL");
  await until(() => !below.some(alive));
});

Deno.test("runProcess() sends a second signal when it is killed, without waiting for the grace period", async () => {
  await using ready = await readiness();
  const controller = new AbortController();
  // Both may be there before it comes to either: then it heeds them in this order.
  const script = `trap 'echo interrupted' INT; trap 'trap - TERM; kill -TERM $$' TERM
    ${ready.say}; while :; do sleep 0.01; done`;
  const running = sh(script, { kill: controller.signal, grace: 60_000 });
  await ready.ready();
  controller.abort();
  const { signal, stdout } = await running;
  assert.deepEqual([signal, stdout], ["SIGTERM", "interrupted\n"]);
});

Deno.test("runProcess() takes the program with it when this process is killed outright", async () => {
  await using ready = await readiness();
  const module = new URL("../../../src/engine/pulumi/process.ts", import.meta.url).href;
  const script = `echo $$ > ${ready.path}; exec sleep 3600`;
  const options = { command: "/bin/sh", args: ["-c", script], folder: "/", environment: {} };
  const code = `const { runProcess } = await import(${JSON.stringify(module)});
    await runProcess(${JSON.stringify(options)});`;
  const parent = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      "--no-config",
      "data:text/typescript," + encodeURIComponent(code),
    ],
    stderr: "null",
  }).spawn();
  await ready.ready();
  const pid = Number(await ready.text());
  assert.ok(alive(pid));
  parent.kill("SIGKILL");
  await parent.status;
  await until(() => !alive(pid));
});

Deno.test("runProcess() rejects when there is no such program", async () => {
  await assert.rejects(
    runProcess({ command: "/nowhere/pulumi", args: [], folder: "/", environment: {} }),
    Deno.errors.NotFound,
  );
});
