import { ulid } from "ulid";
import { Locked } from "../lock/acquire.ts";
import type { LockEvent } from "../lock/events.ts";
import { LEASE_TIMES } from "../lock/times.ts";
import { openSession } from "../state/open_session.ts";
import type { Session } from "../state/session.ts";
import type { SessionOptions } from "../state/session_options.ts";
import type { Author } from "./author.ts";
import type { Backend } from "./backend.ts";
import type { Context } from "./command.ts";
import { LockNotices } from "./lock_notices.ts";
import { orSuspended } from "./suspended.ts";
import { openTelemetry } from "./telemetry.ts";
import { VERSION } from "./version.ts";

/** What a command says of the session that it wants. */
export interface SessionRequest extends Omit<SessionOptions, "claimant" | "version" | "wait"> {
  /** Its id; made here when absent. */
  runId?: string;
  author: Author;
  /** As the holder of the lock is shown to others; no values of variables, no secrets. */
  command: string;
  /** Whether it is a stack that no folder describes, which `panka unlock` can't find. */
  folderless?: boolean;
  /** Milliseconds; default: ten minutes on a terminal, else until it is known whether the holder is alive. */
  lockTimeout?: number;
  onEvent?: (event: LockEvent) => void;
}

export interface OpenedSession {
  session: Session;
  /** Gives the locks back and sends what was measured; never throws. */
  close(): Promise<void>;
}

/**
 * Opens a session as every command does: shows whom it waits for, says what is wrong with the lock, and measures.
 *
 * @throws what {@link openSession} throws; nothing is left behind then
 */
export async function openCommandSession(
  context: Context,
  backend: Backend,
  request: SessionRequest,
): Promise<OpenedSession> {
  const { world: { clock, random }, out } = context;
  const { author, command, folderless, lockTimeout, onEvent, runId, ...options } = request;
  const { address } = options;
  const telemetry = openTelemetry(context, { command, address });
  backend.observe((attempt) => telemetry.request(attempt));
  const notices = new LockNotices(
    context,
    (fence, key) => {
      if (folderless) return undefined;
      const service = /:service:(.*)$/.exec(key)?.[1];
      return `panka unlock ${out.again ?? `-e ${address.environment}`}${
        service === undefined ? "" : ` --service ${service}`
      } --fence ${fence} --reason REASON`;
    },
  );
  const asked = clock.monotonic();
  const store = telemetry.store(backend.store);
  let session: Session;
  try {
    session = await openSession({ store, table: backend.table, clock, random }, {
      ...options,
      version: VERSION,
      claimant: {
        runId: runId ?? ulid(clock.wall(), () => random.fraction()),
        holder: { ...author, pid: Deno.pid, command },
        times: LEASE_TIMES,
        onEvent(event) {
          telemetry.lock(event);
          notices.take(event);
          onEvent?.(event);
        },
      },
      wait: lockTimeout !== undefined
        ? { ms: lockTimeout }
        : out.interactive
        ? { ms: 600_000 }
        : "until-known",
    });
  } catch (error) {
    notices.stop();
    const cancelled = options.signal?.aborted && error === options.signal.reason;
    const outcome = cancelled ? "cancelled" : error instanceof Locked ? "held" : "failed";
    telemetry.notAcquired(outcome, clock.monotonic() - asked);
    await telemetry.close();
    throw await orSuspended(error, backend.store, address.tenant);
  }
  notices.stop();
  return {
    session,
    async close() {
      await session.release();
      await telemetry.close();
    },
  };
}
