/**
 * Starts a program in a process group of its own that ends when this process dies, however it dies: a shell waits for
 * the end of its standard input, which comes when the pipe's other end, ours, is gone. Without it an engine would go on
 * changing the cloud after the lease that protects it has expired.
 *
 * @param options as of the program, which reads nothing; what it writes can be read
 */
export function leashed(
  command: string,
  options: Deno.CommandOptions,
): { child: Deno.ChildProcess; release(): Promise<void> } {
  const piped = { stdin: "piped", stdout: "piped", stderr: "piped" } as const;
  if (Deno.build.os === "windows") {
    const child = new Deno.Command(command, { ...options, ...piped, stdin: "null" }).spawn();
    return { child, release: () => Promise.resolve() };
  }
  // The program begins only when the guard is there: whoever kills us before that ends both by it.
  const child = new Deno.Command("/bin/sh", {
    ...options,
    ...piped,
    args: [
      "-c",
      'read -r _ && unset PWD && exec "$0" "$@" </dev/null',
      command,
      ...options.args ?? [],
    ],
    detached: true,
  }).spawn();
  const guard = new Deno.Command("/bin/sh", {
    args: ["-c", `read -r _; kill -s KILL -- -${child.pid}`],
    clearEnv: true,
    // What ends our group must not end the guard.
    detached: true,
    stdin: "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  // It may have been interrupted already.
  new Blob(["\n"]).stream().pipeTo(child.stdin).catch(() => {});
  return {
    child,
    async release() {
      guard.kill("SIGKILL");
      await guard.status;
      await guard.stdin.close().catch(() => {});
    },
  };
}
