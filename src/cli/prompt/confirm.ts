import type { Context } from "../command.ts";
import { EXIT } from "../exit_code.ts";
import { cancelled, Failure } from "../failure.ts";

/**
 * Asks whether to go on, where nobody has said so already.
 *
 * @param fix what to add to the command where nobody is there to be asked
 * @throws Failure when the answer is no, or nobody is there
 */
export async function confirm(
  { world, out }: Context,
  message: string,
  options: { yes?: boolean; autoApprove?: boolean },
  fix = "add --yes, or run it on a terminal",
): Promise<void> {
  if (options.yes || options.autoApprove) return;
  if (!out.interactive) {
    throw new Failure({
      code: "approval-needed",
      summary: `nobody is here to be asked: ${message}`,
      fix,
    }, EXIT.usage);
  }
  const { askWhether } = await import("./ask.ts");
  if (!await askWhether(world, message)) throw cancelled();
}
