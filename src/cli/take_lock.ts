import { type Command, Option, type OptionValues } from "@commander-js/extra-typings";
import { type LockItem, type LockTable, UNREADABLE } from "../lock/table.ts";
import { isHeld } from "../lock/unlock.ts";
import { AuditMissing, takeLockAway } from "../operations/take_lock_away.ts";
import type { AuditEntry } from "../state/audit.ts";
import { STACK_UNIT, type StackAddress } from "../state/paths.ts";
import type { Store } from "../state/store.ts";
import { whoRuns } from "./author.ts";
import type { Context } from "./command.ts";
import { auditMissing } from "./edit_command.ts";
import { EXIT } from "./exit_code.ts";
import { Failure, usage } from "./failure.ts";
import { confirm } from "./prompt/confirm.ts";
import { holderName, lockName } from "./view/lock.ts";
import { lockText, seemsDead } from "./view/locks.ts";

export interface TakeOptions {
  fence?: number | "unreadable";
  reason: string;
}

/** Adds which holder is meant, and why. @param shows the command that says the fence */
export function addTakeOptions<A extends unknown[], O extends OptionValues>(
  command: Command<A, O>,
  shows: string,
) {
  return command.addOption(
    new Option("--fence <n>", `the fence as ${shows} says it: only this holder loses the lock`)
      .argParser(fence),
  ).requiredOption("--reason <text>", "why, for the audit record");
}

/** `unreadable` where the item can't be understood, and so shows none. */
function fence(text: string): number | "unreadable" {
  if (text === "unreadable") return text;
  if (/^\d+$/.test(text)) return Number(text);
  throw usage(`--fence "${text}" is no fence`, "write the number that panka locks show says");
}

/** A lock that somebody wants to take from its holder. */
export interface LockToTake extends Pick<AuditEntry, "command" | "details"> {
  backend: { store: Store; table: LockTable };
  address: StackAddress;
  /** Whose own lock it is; absent: the stack's. */
  service?: string;
  key: string;
  /** Where the author is looked for. */
  folder: string;
  /** The command that shows the lock. */
  shows: string;
  /** The command to run when the holder's process is gone. */
  next: string;
}

/** Shows the holder, asks, and takes the lock away from this holder alone. @throws Failure */
export async function takeLock(
  context: Context,
  lockToTake: LockToTake,
  options: TakeOptions,
): Promise<void> {
  const { out, world } = context;
  const { backend, address, service, key, command, details, folder, shows, next } = lockToTake;
  const name = lockName(key);
  const lock = await backend.table.get(key);
  if (!isHeld(lock)) {
    if (out.format === "table") out.say(`${name} is not locked: there is nothing to take away`);
    else await out.document({ schema: "panka/unlock@1", key, outcome: "free" });
    return;
  }
  if (out.format === "table" || out.interactive) {
    out.note(lockText(lock, world.clock.wall(), out.errorColors));
  }
  const shown = lock.fence === UNREADABLE ? "unreadable" : lock.fence;
  if (options.fence === undefined) {
    await confirm(
      context,
      question(lock, world.clock.wall()),
      {},
      `if you mean this holder, add --fence ${shown}`,
    );
  } else if (options.fence !== shown) throw changed(name, lock, options.fence, shows);
  const author = await whoRuns(context, folder);
  const { clock, random } = world;
  const outcome = await takeLockAway(
    { ...backend, clock, random },
    address,
    service ?? STACK_UNIT,
    lock,
    { ...author, command, reason: options.reason, ...details && { details } },
  ).catch((error) => {
    if (!(error instanceof AuditMissing)) throw error;
    throw auditMissing(error.cause, `${name} is free, at fence ${error.fence}`);
  });
  if (outcome.outcome === "changed") throw changed(name, outcome.item, shown, shows);
  if (out.format !== "table") {
    return await out.document({
      schema: "panka/unlock@1",
      key,
      outcome: outcome.outcome,
      fence: outcome.fence,
      from: lock.owner ?? null,
    });
  }
  out.say(
    `${name} is free, at fence ${outcome.fence}; ${
      holderName(lock)
    } finds out at its next heartbeat, and stops`,
  );
  out.say(`next: make sure that its process is gone, then ${next}`);
}

function question(lock: LockItem, now: number): string {
  const alive = lock.fence !== UNREADABLE && !seemsDead(lock, now);
  return `take the lock from ${holderName(lock)}${
    alive ? ", which looks alive? its run stops where it is, half done" : "?"
  }`;
}

function changed(
  name: string,
  now: LockItem | undefined,
  shown: number | string,
  shows: string,
): Failure {
  return new Failure({
    code: "lock-changed",
    summary: isHeld(now)
      ? `${name} is held at fence ${now.fence} by ${holderName(now)}, not at ${shown}`
      : `${name} is free by now`,
    why: "nothing was changed",
    fix: `${shows} says who has it now`,
  }, isHeld(now) ? EXIT.locked : EXIT.error);
}
