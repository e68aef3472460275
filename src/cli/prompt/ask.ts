import { confirm, isCancel, text } from "@clack/prompts";
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

/** Asks for a line, and answers it without the spaces around it. @param wrong what is wrong with one, in few words */
export async function askText(
  world: World,
  message: string,
  initialValue = "",
  wrong: (text: string) => string | undefined = () => undefined,
): Promise<string> {
  const validate = (value?: string) => wrong(value?.trim() ?? "");
  const question = text({ message, initialValue, validate, ...questionStreams(world) });
  return (await answered(question) ?? "").trim();
}

/** Asks for yes or no. */
export const askWhether = (world: World, message: string, initialValue = false): Promise<boolean> =>
  answered(confirm({ message, initialValue, ...questionStreams(world) }));
