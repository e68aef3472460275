import type { Command } from "@commander-js/extra-typings";
import { Option } from "@commander-js/extra-typings";
import { isHeld } from "../../lock/unlock.ts";
import type { LockItem } from "../../lock/table.ts";
import { UNREADABLE } from "../../lock/table.ts";
import { AuditMissing, takeLockAway } from "../../operations/take_lock_away.ts";
import { lockKey, STACK_UNIT } from "../../state/paths.ts";
import { whoRuns } from "../author.ts";
import { folderOf } from "../backend.ts";
import type { CommandModule, Context } from "../command.ts";
import { auditMissing } from "../edit_command.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import { Failure, usage } from "../failure.ts";
import { examples } from "../help_examples.ts";
import { say } from "../next_step.ts";
import { addStackOptions, type CommonOptions, type StackOptions } from "../options.ts";
import { confirm } from "../prompt/confirm.ts";
import { addressed } from "../recorded.ts";
import { orSuspended } from "../suspended.ts";
import { openTelemetry } from "../telemetry.ts";
import { holderName, lockName } from "../view/lock.ts";
import { lockText, seemsDead } from "../view/locks.ts";

interface Options extends StackOptions, CommonOptions {
  service?: string;
  fence?: number | "unreadable";
  reason: string;
}

export const { define }: CommandModule = {
  define(command: Command, context, done) {
    examples(
      addStackOptions(command.argument("[folder]", "stack folder (default: the nearest one)"))
        .option("--service <name>", "a service's own lock, where services are locked one by one")
        .addOption(
          new Option(
            "--fence <n>",
            "the fence as panka locks show says it: only this holder loses the lock",
          ).argParser(fence),
        )
        .requiredOption("--reason <text>", "why, for the audit record"),
      "panka unlock -e production --reason 'runner-7 was switched off'",
      "panka unlock -e production --fence 41 --reason 'runner-7 was switched off'",
    ).action((folder, options) => done(unlock(context, folder, options as unknown as Options)));
  },
};

/** `unreadable` where the item can't be understood, and so shows none. */
function fence(text: string): number | "unreadable" {
  if (text === "unreadable") return text;
  if (/^\d+$/.test(text)) return Number(text);
  throw usage(`--fence "${text}" is no fence`, "write the number that panka locks show says");
}

async function unlock(
  context: Context,
  folder: string | undefined,
  options: Options,
): Promise<ExitCode> {
  const { out, world } = context;
  const { address, backend, folder: stackFolder, again } = await addressed(
    context,
    folder,
    options,
  );
  const { environment } = address;
  const key = lockKey(address, options.service);
  const name = lockName(key);
  const lock = await backend.table.get(key);
  if (!isHeld(lock)) {
    if (out.format === "table") say(out, `${name} is not locked: there is nothing to take away`);
    else await out.document({ schema: "panka/unlock@1", key, outcome: "free" });
    return EXIT.done;
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
  } else if (options.fence !== shown) throw changed(name, lock, options.fence);
  const command = `panka unlock -e ${environment}${
    options.service === undefined ? "" : ` --service ${options.service}`
  }`;
  const author = await whoRuns(context, folderOf({ folder: stackFolder }));
  const telemetry = openTelemetry(context, { command, address });
  backend.observe((attempt) => telemetry.request(attempt));
  try {
    const { clock, random } = world;
    const outcome = await takeLockAway(
      { store: backend.store, table: backend.table, clock, random },
      address,
      options.service ?? STACK_UNIT,
      lock,
      { ...author, command, reason: options.reason },
    );
    if (outcome.outcome === "changed") throw changed(name, outcome.item, shown);
    if (out.format !== "table") {
      await out.document({
        schema: "panka/unlock@1",
        key,
        outcome: outcome.outcome,
        fence: outcome.fence,
        from: lock.owner ?? null,
      });
      return EXIT.done;
    }
    say(
      out,
      `${name} is free, at fence ${outcome.fence}; ${
        holderName(lock)
      } finds out at its next heartbeat, and stops`,
    );
    say(out, `next: make sure that its process is gone, then panka plan ${again}`);
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof AuditMissing)) {
      throw await orSuspended(error, backend.store, address.tenant);
    }
    throw auditMissing(error.cause, `${name} is free, at fence ${error.fence}`);
  } finally {
    await telemetry.close();
  }
}

function question(lock: LockItem, now: number): string {
  const alive = lock.fence !== UNREADABLE && !seemsDead(lock, now);
  return `take the lock from ${holderName(lock)}${
    alive ? ", which looks alive? its run stops where it is, half done" : "?"
  }`;
}

function changed(name: string, now: LockItem | undefined, shown: number | string): Failure {
  return new Failure({
    code: "lock-changed",
    summary: isHeld(now)
      ? `${name} is held at fence ${now.fence} by ${holderName(now)}, not at ${shown}`
      : `${name} is free by now`,
    why: "nothing was changed",
    fix: "panka locks show says who has it now",
  }, isHeld(now) ? EXIT.locked : EXIT.error);
}
