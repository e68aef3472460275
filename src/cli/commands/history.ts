import { unlistedRuns } from "../../state/in_flight.ts";
import type { Context, Define, Folder } from "../command.ts";
import { addStackArguments, count, examples, type StackOptions } from "../options.ts";
import { type Addressed, addressed, recordedState } from "../recorded.ts";
import { deploymentJson, deploymentsText, type Told } from "../view/deployments.ts";
import { seemsDead } from "../view/locks.ts";

interface Options extends StackOptions {
  limit: number;
  html?: string;
}

export const define: Define = (command, context, done) =>
  examples(
    addStackArguments(command)
      .option("--limit <n>", "at most so many, newest first; the state remembers 100", count(1), 20)
      .option("--html <file>", "write it as one page to read offline, with the graph as it is"),
    "panka history -e production",
    "panka history -o json | jq '.deployments[0].result'",
  ).action((folder, options) => done(history(context, folder, options)));

async function history(context: Context, folder: Folder, options: Options): Promise<void> {
  const { out } = context;
  const target = await addressed(context, folder, options);
  const { document, cutOff } = await cutOffRuns(context, target);
  const all: Told[] = [...cutOff, ...document.deployments];
  const shown = all.slice(0, options.limit);
  if (options.html) {
    const { writeHistoryPage } = await import("../html_report.ts");
    await writeHistoryPage(context, options.html, document, shown);
  }
  if (out.format !== "table") {
    return await out.document({
      schema: "panka/history@1",
      deployments: shown.map(deploymentJson),
    });
  }
  if (shown.length === 0) return out.say("no deployment has ended yet");
  out.text(deploymentsText(shown, out.colors, out.columns));
  const more = all.length - shown.length;
  if (more > 0) out.say(`and ${more} older; --limit ${all.length} shows all`);
  const [last, before] = document.deployments;
  out.say(
    cutOff.length > 0
      ? `next: panka apply ${target.again} goes on from where the last one was cut off`
      : before
      ? `next: panka diff ${before.number} ${
        last!.number
      } ${target.again} shows what the last one changed`
      : `next: panka show COMPONENT ${target.again} tells what is deployed`,
  );
}

/** What is recorded, and runs that were cut off with nobody gone on from there, as far as their locks tell. */
async function cutOffRuns({ world }: Context, target: Addressed) {
  const { document } = await recordedState(target);
  const begun = new Set(unlistedRuns(document).map(({ id }) => id));
  if (begun.size === 0) return { document, cutOff: [] };
  const { readStatus } = await import("../../operations/status.ts");
  const { locks } = await readStatus(target.backend, target.address);
  for (const lock of locks) {
    if (lock.owner && !seemsDead(lock, world.clock.wall())) begun.delete(lock.owner);
  }
  // Read after the locks: a run that ended before it gave them back is in the list by now.
  const { document: newest } = await recordedState(target);
  return { document: newest, cutOff: unlistedRuns(newest).filter(({ id }) => begun.has(id)) };
}
