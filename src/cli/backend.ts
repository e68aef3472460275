import type { LockTable } from "../lock/table.ts";
import type { Stack } from "../stack/model.ts";
import type { Store } from "../state/store.ts";
import type { Context } from "./command.ts";

export interface Backend {
  type: "directory" | "s3";
  store: Store;
  table: LockTable;
  /** For the directory backend: where the engine's key and the sandbox's cloud are kept. */
  folder?: string;
}

/** The folder of panka's own files beside a stack. */
export function pankaFolder(stack: Pick<Stack, "folder">): string {
  const folder = /\.ya?ml$/i.test(stack.folder)
    ? stack.folder.replace(/[^/\\]*$/, "") || "."
    : stack.folder;
  return `${folder.replace(/(.)\/$/, "$1")}/.panka`;
}

/** Where state and locks of a stack are kept: S3 and DynamoDB where a bucket is configured, else a folder beside the stack. */
export async function openBackend({ world, out }: Context, stack: Stack): Promise<Backend> {
  const folder = world.env("PANKA_BACKEND_DIRECTORY") ?? pankaFolder(stack);
  const [{ DirectoryStore }, { DirectoryTable }] = await Promise.all([
    import("../state/directory_store.ts"),
    import("../lock/directory_table.ts"),
  ]);
  out.note(
    `state is kept in ${folder} on this machine; a team keeps it in S3: panka backend create`,
  );
  return {
    type: "directory",
    store: new DirectoryStore(`${folder}/state`),
    table: new DirectoryTable(`${folder}/locks`),
    folder,
  };
}
