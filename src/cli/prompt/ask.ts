import { isCancel } from "@clack/prompts";
import process from "node:process";
import { cancelled } from "../failure.ts";
import type { World } from "../world.ts";

/** Where questions are asked: on stderr, as stdout is for data. Tests give their own streams. No lines are drawn around them. */
export const questionStreams = (
  { prompts, platform }: World,
): NonNullable<World["prompts"]> & { withGuide: false; signal?: AbortSignal } => ({
  ...prompts ?? { input: process.stdin, output: process.stderr },
  ...!prompts && platform.os !== "windows" && { signal: goingOn() },
  withGuide: false,
});

/** Ends a question that was left with Ctrl-Z when the program goes on: the terminal gives it no keys any more. */
function goingOn(): AbortSignal {
  const controller = new AbortController();
  process.once("SIGCONT", () => controller.abort());
  return controller.signal;
}

/** The answer; ends the command when the question was cancelled. */
export async function answered<T>(question: Promise<T>): Promise<Exclude<T, symbol>> {
  const answer = await question;
  if (isCancel(answer)) throw cancelled("cancelled: nothing was written");
  return answer as Exclude<T, symbol>;
}
