import type { StateDocument } from "./document.ts";

/**
 * The state says something else than the command: it is not touched. `fix` is a sentence for
 * people.
 */
export class SessionRefused extends Error {
  override name = "SessionRefused";
  constructor(summary: string, readonly fix: string) {
    super(summary);
  }
}

/**
 * The state changed after the plan was made from it. `session.document` is the new one: plan again.
 */
export class PlanStale extends Error {
  override name = "PlanStale";
}

/**
 * Someone with a higher fence wrote to our units: we are the late one, and nothing more may be
 * written.
 */
export class Superseded extends Error {
  override name = "Superseded";
}

/**
 * Refuses a state of another engine or of the other kind of locking.
 *
 * @throws SessionRefused
 */
export function refuseMismatch(
  document: StateDocument,
  wanted: { engine: StateDocument["engine"]; locking: StateDocument["locking"] },
): void {
  if (document.engine !== wanted.engine) {
    throw new SessionRefused(
      `This state was written by the "${document.engine}" engine, not by "${wanted.engine}"`,
      document.engine === "sandbox"
        ? "Use --sandbox, or another environment for the real one"
        : "Leave out --sandbox; the command rehearse tries changes in a sandbox",
    );
  }
  if (document.locking !== wanted.locking) {
    throw new SessionRefused(
      `The stack's "locking" is "${wanted.locking}" here, the state's is "${document.locking}"`,
      `Set "locking: ${document.locking}" in stack.yaml, or run "panka state locking ${wanted.locking}"`,
    );
  }
}
