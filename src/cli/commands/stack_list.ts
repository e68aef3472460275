import { findStacks } from "../../stack/find_stacks.ts";
import { readStackHead } from "../../stack/stack_head.ts";
import type { Context, Define } from "../command.ts";
import { Failure } from "../failure.ts";
import { columnsText } from "../view/columns.ts";
import { counted } from "../view/style.ts";

export const define: Define = (command, context, done) =>
  command
    .argument("[folder]", "where to look (default: here)")
    .action((folder) => done(list(context, folder ?? ".")));

async function list({ out, world }: Context, given: string): Promise<void> {
  const folder = given.replace(/(.)\/+$/, "$1");
  if (world.files.stat(folder)?.kind !== "folder") {
    throw new Failure({
      code: "no-folder",
      summary: `"${folder}" is no folder`,
      fix: "name a folder with stacks in it or below it",
    });
  }
  const { found, complete } = findStacks(world.files, folder);
  const stacks = found.map((path) => ({ folder: path, ...readStackHead(world.files, path) }));
  if (out.format !== "table") {
    return await out.document({ schema: "panka/stacks@1", complete, stacks });
  }
  const rows = stacks.map(({ name, folder, services, environments }) => [
    name ?? "?",
    folder,
    counted(services.length, "service"),
    environments.join(", "),
  ]);
  if (rows.length) out.text(columnsText(rows, out.columns));
  if (!complete) {
    out.note("only what lies near was searched: name a folder further down to see the rest");
  }
  out.hint(
    rows.length
      ? `next: panka stack info${found[0] === "." ? "" : ` ${found[0]}`}`
      : "no stack here; next: panka init",
  );
}
