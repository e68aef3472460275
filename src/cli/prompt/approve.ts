import type { Context } from "../command.ts";
import { EXIT } from "../exit_code.ts";
import { Failure } from "../failure.ts";

export interface ApprovalOptions {
  yes?: boolean;
  approveProduction?: boolean;
}

/** Asks whether to go on: yes or no, or the stack's name typed out in production. */
export async function approve(
  { out, world }: Context,
  stack: { name: string; environment: string; production: boolean },
  options: ApprovalOptions,
): Promise<boolean> {
  if (stack.production ? options.approveProduction && options.yes : options.yes) return true;
  if (!out.interactive) {
    throw new Failure({
      code: "approval-needed",
      summary: "nobody is here to approve",
      why: stack.production ? `${stack.environment} is a production environment` : undefined,
      fix: stack.production
        ? "add --yes --approve-production"
        : "add --yes, or run it on a terminal",
    }, EXIT.usage);
  }
  const [{ confirm, isCancel, text }, { questionStreams }] = await Promise.all([
    import("@clack/prompts"),
    import("./ask.ts"),
  ]);
  const streams = questionStreams(world);
  if (!stack.production) {
    const answer = await confirm({
      message: `apply these changes to ${stack.environment}?`,
      initialValue: false,
      ...streams,
    });
    return answer === true;
  }
  const answer = await text({
    message: `apply these changes to ${stack.environment}? type the stack's name to go on`,
    ...streams,
  });
  return !isCancel(answer) && answer === stack.name;
}
