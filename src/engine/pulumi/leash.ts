/**
 * Ends a process group when this process dies, however it dies: a shell waits for the end of its
 * standard input, which comes when the pipe's other end, ours, is gone. Without it an engine in a
 * group of its own would go on changing the cloud after the lease that protects it has expired.
 */
export function leash(group: number): { release(): Promise<void> } {
  if (Deno.build.os === "windows") return { release: () => Promise.resolve() };
  const shell = new Deno.Command("/bin/sh", {
    args: ["-c", `read -r _; kill -s KILL -- -${group}`],
    clearEnv: true,
    // What ends our group must not end the guard.
    detached: true,
    stdin: "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  return {
    async release() {
      shell.kill("SIGKILL");
      await shell.status;
      await shell.stdin.close().catch(() => {});
    },
  };
}
