import { type CodeArchive, CodeChanged } from "../operations/kept_code.ts";
import { hashTree, packTree, unpackTree } from "../stack/packed_tree.ts";
import { getCode, listCode, putCode } from "../state/code.ts";
import type { StackAddress } from "../state/paths.ts";
import type { Store } from "../state/store.ts";
import type { World } from "./world.ts";

/**
 * Code beside the state of a stack, fetched into a folder of this machine.
 *
 * @param folder may be deleted at any time while nothing is deployed
 */
export function codeArchive(
  { files, write, clock, random }: Pick<World, "files" | "write" | "clock" | "random">,
  store: Store,
  address: StackAddress,
  folder: string,
): CodeArchive {
  return {
    list: () => listCode(store, address),
    async keep({ path, sha256 }) {
      const packed = await packTree(files, path);
      if (packed.sha256 !== sha256) {
        throw new CodeChanged(`The content of ${path} changed after it was planned`);
      }
      await putCode({ store, clock, random }, address, sha256, packed.body);
    },
    async bring(sha256, name) {
      // The engine tells a zip file by its name.
      const path = `${folder}/${sha256}/${name.slice(name.lastIndexOf("/") + 1)}`;
      if (files.stat(path) && hashTree(files, path) === sha256) return path;
      const body = await getCode(store, address, sha256);
      if (!body) return undefined;
      for (const file of await unpackTree(body, sha256)) write(path + file.name, file.content);
      return path;
    },
  };
}
