import type { Diagnostic } from "../stack/model.ts";
import { EXIT, type ExitCode } from "./exit_code.ts";

/** Ends a command with what is wrong, said for people, and the exit code that goes with it. */
export class Failure extends Error {
  override name = "Failure";

  constructor(
    readonly diagnostic: Omit<Diagnostic, "severity">,
    readonly exitCode: ExitCode = EXIT.error,
  ) {
    super(diagnostic.summary);
  }
}

/** The command line itself is wrong. */
export const usage = (summary: string, fix: string): Failure =>
  new Failure({ code: "usage", summary, fix }, EXIT.usage);

/** Somebody said no, or Ctrl-C. */
export const cancelled = (
  summary = "cancelled: nothing was changed",
  fix = "run it again when you are ready",
): Failure => new Failure({ code: "cancelled", summary, fix }, EXIT.cancelled);

/** The stack has errors. */
export class Invalid extends Error {
  override name = "Invalid";

  constructor(
    readonly diagnostics: readonly Diagnostic[],
    readonly dropped: number,
    readonly exitCode: ExitCode = EXIT.error,
  ) {
    super("the stack has errors");
  }
}
