import type { Command, OptionValues } from "@commander-js/extra-typings";
import type { EditNote } from "../operations/edit_state.ts";
import type { AuditEntry } from "../state/audit.ts";
import type { StateDocument } from "../state/document.ts";
import type { Session } from "../state/session.ts";
import { UnknownOutcome } from "../state/store.ts";
import { type Author, whoRuns } from "./author.ts";
import { folderOf } from "./backend.ts";
import type { Context } from "./command.ts";
import { cancelled, Failure } from "./failure.ts";
import { adding, reasonOption, type RunOptions, runOptions, type StackOptions } from "./options.ts";
import type { Addressed } from "./recorded.ts";
import { openCommandSession, type SessionRequest } from "./session.ts";

export interface EditOptions
  extends StackOptions, Pick<RunOptions, "yes" | "autoApprove" | "lockTimeout"> {
  reason?: string;
}

/** Adds what every command that changes state by hand takes, besides what chooses the stack. */
export function addEditOptions<A extends unknown[], O extends OptionValues>(
  command: Command<A, O>,
  reason: "required" | "wanted",
) {
  const { yes, autoApprove, lockTimeout } = runOptions;
  return adding<EditOptions>([reasonOption(reason), yes, autoApprove, lockTimeout])(command);
}

/** What a command does to the state, and which locks it needs for that. */
export interface Edit
  extends Pick<SessionRequest, "services" | "wholeStack" | "anyLocking" | "unreadable"> {
  /** `panka state rm a/b -e dev`. */
  command: string;
  /** As the recorded state says. */
  known: Pick<StateDocument, "engine" | "locking">;
  /** Changes the state; returns what the audit record says of it, or nothing if nothing was changed. */
  work(
    session: Session,
    note: EditNote,
    signal: AbortSignal,
  ): Promise<AuditEntry["details"] | undefined>;
}

/** Locks, edits, appends the audit record, releases. Returns the serial of the state as it is then. */
export async function runEdit(
  context: Context,
  { address, backend, folder }: Addressed,
  options: EditOptions,
  edit: Edit,
): Promise<number> {
  const { world } = context;
  const { command, known, work, ...locks } = edit;
  const author = await whoRuns(context, folderOf({ folder }));
  const stop = new AbortController();
  const restore = world.onInterrupt(() => stop.abort(cancelled()));
  try {
    const { session, close } = await openCommandSession(context, backend, {
      address,
      ...known,
      ...locks,
      author,
      command,
      lockTimeout: options.lockTimeout,
      signal: stop.signal,
    });
    try {
      const note: EditNote = {
        at: new Date(world.clock.wall()).toISOString(),
        by: author.user,
        host: author.host,
        command,
        ...(options.reason !== undefined && { reason: options.reason }),
      };
      await audited(session, author, note, () => work(session, note, stop.signal));
      return session.document?.serial ?? 0;
    } finally {
      await close();
    }
  } finally {
    restore();
  }
}

async function audited(
  session: Session,
  author: Author,
  { command, reason }: EditNote,
  work: () => Promise<AuditEntry["details"] | undefined>,
): Promise<void> {
  const record = (result: string, details?: AuditEntry["details"]) =>
    session.audit({ ...author, command, result, reason, details });
  let details: AuditEntry["details"] | undefined;
  try {
    details = await work();
  } catch (error) {
    // It may have happened: then the trail must not be silent about it.
    if (error instanceof UnknownOutcome) await record("unknown").catch(() => {});
    throw error;
  }
  if (!details) return;
  try {
    await record("succeeded", { ...details, serial: session.document?.serial ?? 0 });
  } catch (error) {
    throw auditMissing(error, "the state was changed");
  }
}

/** What was done is done, and the trail says nothing of it. */
export function auditMissing(error: unknown, done: string): Failure {
  return new Failure({
    code: "audit-missing",
    summary: `${done}, and the audit record of it could not be written`,
    why: error instanceof Error ? error.message : String(error),
    fix:
      "tell whoever keeps the audit trail; running the command again would change the state again",
  });
}
