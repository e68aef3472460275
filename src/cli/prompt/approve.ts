import type { Context } from "../command.ts";
import { EXIT } from "../exit_code.ts";
import { Failure } from "../failure.ts";
import { shellWord } from "../next_step.ts";
import type { RunOptions } from "../options.ts";

/** What is to be approved, and how. */
export interface Approval {
  stack: { name: string; environment: string; production: boolean };
  /** "apply these changes to dev?" */
  question: string;
  /** Ask for the stack's name although it is no production environment, or for another word. */
  typed?: true | { what: string; word: string };
  /** The saved plan in which it was seen before. */
  saved?: string;
  /** Whether a plan can be saved for what is asked. */
  savable: boolean;
  /** Ends the question as if it had been denied. */
  signal?: AbortSignal;
}

/**
 * Asks whether to go on: yes or no, or the stack's name typed out in production.
 *
 * @throws Failure where nobody is there and that is not enough: exit 5 in production
 */
export async function approve(
  { out, world }: Context,
  { stack, question, typed, saved, savable, signal }: Approval,
  options: Partial<Pick<RunOptions, "yes" | "autoApprove" | "approveProduction">>,
): Promise<boolean> {
  const yes = options.yes || options.autoApprove || saved !== undefined;
  const { production, environment, name } = stack;
  const seen = saved !== undefined || !savable || out.interactive;
  if (production ? yes && options.approveProduction && seen : yes) return true;
  if (!out.interactive) {
    throw new Failure({
      code: "approval-needed",
      summary: "nobody is here to approve",
      why: production
        ? `${environment} is a production environment: ${
          savable ? "what is done there is a saved plan that someone has read" : "it is named twice"
        }`
        : undefined,
      fix: !production
        ? "add --yes, or run it on a terminal"
        : savable
        ? saved === undefined
          ? "panka plan --out FILE, then panka apply FILE --approve-production"
          : `panka apply ${shellWord(saved)} --approve-production`
        : "add --yes --approve-production",
    }, production ? EXIT.policy : EXIT.usage);
  }
  const [{ confirm, isCancel, text }, { questionStreams }] = await Promise.all([
    import("@clack/prompts"),
    import("./ask.ts"),
  ]);
  const asked = questionStreams(world);
  const signals = [signal, asked.signal].filter((one) => one !== undefined);
  const streams = { ...asked, signal: AbortSignal.any(signals) };
  if (!production && !typed) {
    const answer = await confirm({ message: question, initialValue: false, ...streams });
    return answer === true;
  }
  const { what, word } = typeof typed === "object"
    ? typed
    : { what: "the stack's name", word: name };
  const answer = await text({ message: `${question} type ${what} to go on`, ...streams });
  return !isCancel(answer) && answer === word;
}
