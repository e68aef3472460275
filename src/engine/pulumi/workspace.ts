import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { emptyCheckpoint } from "./checkpoint.ts";
import { printProgram } from "./print_program.ts";
import type { RenderedProgram } from "./program.ts";
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
  /** Differs when the checkpoint was saved again. */
  stamp(): Promise<string>;
  remove(): Promise<void>;
}

export interface WorkspaceContent {
  stack: string;
  rendered: Pick<RenderedProgram, "project" | "program">;
  /** What the last run saved; absent the first time. */
  checkpoint?: Uint8Array;
  /** Content of the stack's configuration file. */
  configuration: StackConfiguration;
}

/** Makes the folder, readable by this user alone, below `parent` (default: the system's temporary folder). */
export async function openWorkspace(
  { stack, rendered, checkpoint, configuration }: WorkspaceContent,
  parent?: string,
): Promise<Workspace> {
  const root = await Deno.makeTempDir({ prefix: "panka-", dir: parent });
  const folder = join(root, "program");
  const meta = join(root, ".pulumi");
  const stacks = join(meta, "stacks", PROJECT);
  const file = join(stacks, `${stack}.json`);
  try {
    await Promise.all([
      Deno.mkdir(folder, { recursive: true }),
      Deno.mkdir(stacks, { recursive: true }),
    ]);
    await Promise.all([
      Deno.writeFile(file, checkpoint ?? emptyCheckpoint(PROJECT, stack)),
      Deno.writeTextFile(join(meta, "meta.yaml"), "version: 1\n"),
      Deno.writeTextFile(join(folder, "Pulumi.yaml"), printProgram(rendered.project)),
      Deno.writeTextFile(join(folder, "Main.yaml"), printProgram(rendered.program)),
      Deno.writeTextFile(join(folder, `Pulumi.${stack}.yaml`), JSON.stringify(configuration)),
    ]);
  } catch (error) {
    await Deno.remove(root, { recursive: true });
    throw error;
  }
  return {
    root,
    folder,
    // Without the ".attrs" file that would be written beside every checkpoint.
    backend: `${pathToFileURL(root).href}?metadata=skip`,
    checkpoint: () => Deno.readFile(file),
    stamp: async () => {
      const { mtime, size, ino } = await Deno.stat(file);
      return `${mtime?.getTime()} ${size} ${ino}`;
    },
    remove: () => Deno.remove(root, { recursive: true }),
  };
}
