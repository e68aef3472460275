import type { Diagnostic } from "../stack/model.ts";
import type { StateUnreadable } from "../state/codec.ts";
import { EXIT, type ExitCode } from "./exit_code.ts";
import type { Output } from "./output.ts";

/** What is wrong with states that can't be read, of a command that tells of many. */
export const unreadableStates = (errors: readonly (StateUnreadable | undefined)[]): Diagnostic[] =>
  errors.flatMap((error) => {
    if (!error) return [];
    const { message: summary, why, fix } = error;
    return [{ severity: "error", code: "state-unreadable", summary, why, fix }];
  });

/** Tells people of them after the rest, and scripts by the exit code. */
export function endWithUnreadable(out: Output, unreadable: readonly Diagnostic[]): ExitCode {
  out.diagnostics(unreadable);
  return unreadable.length > 0 ? EXIT.error : EXIT.done;
}
