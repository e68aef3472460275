import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Part, Unit } from "../port.ts";
import { emptyCheckpoint } from "./checkpoint.ts";
import { findLeftovers, type Leftover, noteAncestor } from "./leftover.ts";
import { JournaledCheckpoint } from "./journaled_checkpoint.ts";
import { printProgram } from "./print_program.ts";
import type { RenderedProgram } from "./program.ts";
import { serveJournal } from "./service.ts";
import type { StackConfiguration } from "./stack_configuration.ts";
import { PROJECT } from "./urn.ts";

/** A folder of its own for one run: the program, a file backend with the unit's checkpoint. */
export interface Workspace {
  /** All of it; what is put there goes with it. */
  root: string;
  /** Where the program is; the child's working directory. */
  folder: string;
  /** `PULUMI_BACKEND_URL`. */
  backend: string;
  /** What Pulumi saved last. Pulumi replaces the file as a whole, so it is never half a checkpoint. */
  checkpoint(): Promise<Uint8Array>;
  /** The same, for committing it somewhere. */
  handOut(): Promise<Uint8Array>;
  /** Differs when the checkpoint was saved again. */
  stamp(): Promise<string>;
  /**
   * Calls `use` with what the CLI needs in its environment so that it keeps the checkpoint by a journal.
   *
   * @param settle called, and waited for, when what the checkpoint says must not get lost
   */
  journaled<T>(
    use: (environment: Record<string, string>) => Promise<T>,
    settle?: () => Promise<void>,
  ): Promise<T>;
  remove(): Promise<void>;
}

export interface WorkspaceContent {
  stack: string;
  rendered: Pick<RenderedProgram, "project" | "program">;
  /** What the last run saved; absent the first time. */
  checkpoint?: Uint8Array;
  /** What was committed of it, where that is something else. */
  committed?: Uint8Array;
  part?: Part;
  /** Content of the stack's configuration file. */
  configuration: StackConfiguration;
}

const stacks = join(".pulumi", "stacks", PROJECT);
const checkpointFile = (stack: string) => join(stacks, `${stack}.json`);

/** What killed processes left of a stack's runs; see {@link findLeftovers}. */
export function leftoversOf(
  runs: string,
  { name, checkpoint, part }: Pick<Unit, "name" | "checkpoint" | "part">,
): Promise<Leftover[]> {
  return findLeftovers(folderOf(runs, name, part), checkpointFile(name), checkpoint, part);
}

/** Runs of parts may go on at the same time: each has a folder of its own. */
const folderOf = (runs: string, stack: string, part: Part | undefined) =>
  resolve(runs, stack, ...part ? [`part-${shortHash(part.name)}`] : []);

const shortHash = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 16);

/** Makes the folder, readable by this user alone: in a folder of runs, or a temporary one. */
export async function openWorkspace(content: WorkspaceContent, runs?: string): Promise<Workspace> {
  const { stack, part } = content;
  // Absolute: the CLI's working directory is in it.
  const dir = runs && folderOf(runs, stack, part);
  if (dir) await Deno.mkdir(dir, { recursive: true, mode: 0o700 });
  const root = await Deno.makeTempDir({ prefix: "panka-", dir });
  const file = join(root, checkpointFile(stack));
  const folder = join(root, "program");
  await fill(root, folder, content);
  let journal: JournaledCheckpoint | undefined;
  // deno-lint-ignore require-await -- what it throws has to become a rejection
  const checkpoint = async () => journal ? journal.bytes() : Deno.readFile(file);
  return {
    root,
    folder,
    // Without the ".attrs" file that would be written beside every checkpoint.
    backend: `${pathToFileURL(root).href}?metadata=skip`,
    checkpoint,
    async handOut() {
      const newest = await checkpoint();
      await noteAncestor(root, newest, part);
      return newest;
    },
    async journaled(use, settle) {
      journal = await JournaledCheckpoint.open(file);
      const service = serveJournal(journal, stack, root, settle);
      try {
        return await use(service.environment);
      } finally {
        await service.close();
        await journal.close();
        journal = undefined;
      }
    },
    async stamp() {
      if (journal) return `${journal.version}`;
      const { mtime, size, ino } = await Deno.stat(file);
      return `${mtime?.getTime()} ${size} ${ino}`;
    },
    remove: () => Deno.remove(root, { recursive: true }),
  };
}

async function fill(root: string, folder: string, content: WorkspaceContent): Promise<void> {
  const { stack, rendered, checkpoint, committed, configuration, part } = content;
  await Promise.all([
    Deno.mkdir(folder, { recursive: true }),
    Deno.mkdir(join(root, stacks), { recursive: true }),
  ]);
  await Promise.all([
    Deno.writeFile(
      join(root, checkpointFile(stack)),
      checkpoint ?? emptyCheckpoint(PROJECT, stack),
    ),
    Deno.writeTextFile(join(root, ".pulumi", "meta.yaml"), "version: 1\n"),
    Deno.writeTextFile(join(folder, "Pulumi.yaml"), printProgram(rendered.project)),
    Deno.writeTextFile(join(folder, "Main.yaml"), printProgram(rendered.program)),
    Deno.writeTextFile(join(folder, `Pulumi.${stack}.yaml`), JSON.stringify(configuration)),
  ]);
  // Last: a folder without it is no leftover.
  await noteAncestor(root, committed, part);
}
