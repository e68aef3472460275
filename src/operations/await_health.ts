import type { Clock } from "../ports/clock.ts";
import type { Health, HealthSubject, Verdict } from "../ports/health.ts";
import { recordedComponents } from "../planning/plan.ts";
import type { StateDocument } from "../state/document.ts";
import type { OnRunEvent } from "./events.ts";
import type { Loss } from "./recorded_stack.ts";

/** How a deployment finds out whether what it changed works. */
export interface HealthCheck {
  health: Health;
  clock: Clock;
  /** Milliseconds after which what is not healthy counts as unhealthy. */
  timeoutMs: number;
  /** Milliseconds between two looks at one component. */
  pollMs: number;
}

interface Look {
  onEvent: OnRunEvent;
  elapsed(): number;
  signal: AbortSignal;
}

/** Waits until components are healthy. Answers those that are not, and why; what is not known yet when `signal` aborts is not among them. */
export async function awaitHealth(
  check: HealthCheck,
  document: StateDocument | undefined,
  ids: readonly string[],
  look: Look,
): Promise<Loss[]> {
  const recorded = recordedComponents(document);
  const deadline = check.clock.monotonic() + check.timeoutMs;
  const verdicts = await Promise.all(ids.map(async (id) => {
    const { kind, outputs, resources } = recorded.get(id)!;
    const verdict = await settledVerdict(check, { id, kind, outputs, resources }, deadline, look);
    return verdict && verdict.status !== "healthy" ? [{ id, why: verdict.message }] : [];
  }));
  return verdicts.flat();
}

/** The last verdict: healthy, unhealthy, or still waiting when time is up. Undefined when aborted first. */
async function settledVerdict(
  { health, clock, pollMs }: HealthCheck,
  subject: HealthSubject,
  deadline: number,
  { onEvent, elapsed, signal }: Look,
): Promise<Verdict | undefined> {
  let told: string | undefined;
  const tell = (verdict: Verdict) => {
    const text = `${verdict.status} ${verdict.message}`;
    if (text === told) return;
    told = text;
    onEvent({ type: "health", at: elapsed(), id: subject.id, ...verdict });
  };
  while (!signal.aborted) {
    const verdict = await look(health, subject, signal);
    if (signal.aborted) return undefined;
    if (verdict.status !== "waiting") {
      tell(verdict);
      return verdict;
    }
    if (clock.monotonic() >= deadline) {
      const late = { status: "unhealthy", message: `not in time: ${verdict.message}` } as const;
      tell(late);
      return late;
    }
    tell(verdict);
    await clock.sleep(pollMs, signal).catch(() => {});
  }
}

/** A probe that fails says nothing of the component: it is asked again, until time is up. */
async function look(
  health: Health,
  subject: HealthSubject,
  signal: AbortSignal,
): Promise<Verdict> {
  try {
    return await health.probe(subject, signal);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { status: "waiting", message: `its health can't be asked for: ${why}` };
  }
}
