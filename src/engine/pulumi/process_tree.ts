/** Processes below `root`, by pid: Pulumi gives each plugin a process group of its own, so a group signal misses them. */
export async function descendants(root: number): Promise<number[]> {
  const children = Map.groupBy(await processes(), ([, parent]) => parent);
  const below = (pid: number) => (children.get(pid) ?? []).map(([child]) => child);
  const found: number[] = [];
  for (let next = below(root); next.length > 0; next = next.flatMap(below)) found.push(...next);
  return found;
}

/** [pid, parent's pid] of all processes; none where the system can't be asked. */
async function processes(): Promise<[number, number][]> {
  if (Deno.build.os === "linux") return [...linuxProcesses()];
  if (Deno.build.os === "windows") return [];
  const ps = new Deno.Command("ps", { args: ["-A", "-o", "pid=,ppid="], stderr: "null" });
  const { stdout } = await ps.output().catch(() => ({ stdout: new Uint8Array() }));
  return new TextDecoder().decode(stdout).split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter((pair): pair is [number, number] => pair.length === 2 && pair.every(Number.isInteger));
}

/** Without `ps`, which small container images lack. */
function* linuxProcesses(): Generator<[number, number]> {
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    let stat: string;
    try {
      stat = Deno.readTextFileSync(`/proc/${name}/stat`);
    } catch {
      continue; // Ended meanwhile.
    }
    // "PID (COMMAND) STATE PPID …", and a command may hold spaces and brackets.
    yield [Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1])];
  }
}
