import { restoreState, servicesIn, unknownTo } from "../../operations/replace_state.ts";
import { StateUnreadable } from "../../state/codec.ts";
import {
  newestReadable,
  readState,
  readStateAt,
  readStateVersion,
  type RecordedState,
} from "../../state/history.ts";
import type { Context, Define, Folder } from "../command.ts";
import { addEditOptions, type EditOptions, runEdit } from "../edit_command.ts";
import { Failure, usage } from "../failure.ts";
import { addStackArguments, examples } from "../options.ts";
import { confirm } from "../prompt/confirm.ts";
import { type Addressed, addressed } from "../recorded.ts";
import { moment, timeText } from "../time.ts";

interface Options extends EditOptions {
  version?: string;
  at?: string;
}

export const define: Define = (command, context, done) =>
  examples(
    addEditOptions(addStackArguments(command), "required")
      .option("--version <id>", "the version to go back to, by its id in panka state history")
      .option("--at <time>", "as it was then: 2026-01-31T12:00:00Z, or 2h for so long ago"),
    "panka state restore --version 41 -e production --reason 'bad push'",
    "panka state restore --at 2h --reason 'as before the incident' --yes",
  ).action((folder, options) => done(restore(context, folder, options)));

async function restore(context: Context, folder: Folder, options: Options): Promise<void> {
  const { out, world } = context;
  const { version, at } = options;
  if ((version === undefined) === (at === undefined)) {
    throw usage(
      "say which version to go back to",
      "add --version ID or --at TIME; panka state history lists them",
    );
  }
  const target = await addressed(context, folder, options);
  const { address, backend: { store } } = target;
  const older = version === undefined
    ? await readStateAt(store, address, moment(at!, world.clock.wall()))
    : await readStateVersion(store, address, version);
  if (!older) throw noVersion(options);
  const current = await readable(target);
  const unknown = unknownTo(older.document, current?.document);
  const made = `version ${older.versionId} (serial ${older.document.serial}, ${
    timeText(older.at)
  } UTC)`;
  if (unknown.length > 0) out.say(unknownText(unknown));
  await confirm(
    context,
    `make ${made} the newest state of ${address.stack} in ${address.environment}?`,
    options,
  );
  const known = current?.document ?? older.document;
  const serial = await runEdit(context, target, options, {
    command: `panka state restore -e ${address.environment} --version ${older.versionId}`,
    known,
    wholeStack: true,
    services: servicesIn(known, older.document),
    unreadable: "open",
    async work(session, note) {
      const by = {
        deployment: `restore of version ${older.versionId}`,
        owner: `restore-${session.document?.serial ?? older.document.serial}`,
        user: note.by,
        host: note.host,
        started: note.at,
      };
      await restoreState(session, store, address, older.document, by, note);
      return {
        version: older.versionId,
        restoredSerial: older.document.serial,
        unknown,
        mended: session.unreadable !== undefined,
      };
    },
  });
  if (out.format !== "table") {
    return await out.document({
      schema: "panka/state-restore@1",
      version: older.versionId,
      restoredSerial: older.document.serial,
      serial,
      unknown,
    });
  }
  out.say(`${made} is the state again, as serial ${serial}`);
  out.say(
    unknown.length > 0
      ? "next: panka plan shows what differs; the next apply looks for what this version did not know"
      : "next: panka plan shows what differs between this state and the stack",
  );
}

/** The newest state, or the newest that can be read where that one is damaged. */
async function readable(
  { address, backend: { store } }: Addressed,
): Promise<RecordedState | undefined> {
  try {
    return await readState(store, address);
  } catch (error) {
    if (!(error instanceof StateUnreadable)) throw error;
    return await newestReadable(store, address);
  }
}

const unknownText = (unknown: readonly string[]) =>
  `that version does not know ${
    unknown.join(", ")
  }: they stay on AWS, and are recorded as work in flight, so that ` +
  "the next apply looks for them";

function noVersion({ version, at }: Options): Failure {
  return new Failure({
    code: "no-version",
    summary: version === undefined
      ? `there was no state at ${at}`
      : `the state has no version "${version}"`,
    fix: "panka state history lists them",
  });
}
