import { describeVersions } from "../../operations/state_versions.ts";
import { stateVersions } from "../../state/history.ts";
import type { Context, Define, Folder } from "../command.ts";
import { addStackArguments, count, examples, type StackOptions } from "../options.ts";
import { addressed, noState } from "../recorded.ts";
import { versionsText } from "../view/versions.ts";

interface Options extends StackOptions {
  limit: number;
}

export const define: Define = (command, context, done) =>
  examples(
    addStackArguments(command)
      .option("--limit <n>", "at most so many, newest first", count(1), 20),
    "panka state history -e production",
    "panka state history --limit 200 -o json | jq '.versions[].serial'",
  ).action((folder, options) => done(history(context, folder, options)));

async function history(context: Context, folder: Folder, options: Options): Promise<void> {
  const { out } = context;
  const target = await addressed(context, folder, options);
  const { address, backend: { store } } = target;
  const versions = await stateVersions(store, address);
  if (versions.length === 0) throw noState(target);
  const shown = await describeVersions(store, address, versions.slice(0, options.limit));
  if (out.format !== "table") {
    return await out.document({
      schema: "panka/state-history@1",
      total: versions.length,
      versions: shown.map(({ at, ...version }) => ({ ...version, at: new Date(at).toISOString() })),
    });
  }
  out.text(versionsText(shown, out.colors, out.columns));
  const more = versions.length - shown.length;
  if (more > 0) out.say(`and ${more} older; --limit ${versions.length} shows all`);
  out.say(
    `next: panka diff A B ${target.again} compares two, panka state restore ${target.again} --version V goes back to one`,
  );
}
