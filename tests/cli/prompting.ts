import { PassThrough } from "node:stream";
import { type TestWorld, testWorld, type WorldOptions } from "./test_world.ts";

/** A question's text, and the keys that answer it. */
export type Answer = [question: RegExp, ...keys: string[]];

export const ENTER = "\r";
export const DOWN = "\x1b[B";
export const SPACE = " ";
export const CTRL_C = "\x03";
/** Removes what a text field holds at first. */
export const CLEAR = "\x15";

/** A world on a terminal where each question gets its answer as soon as it is asked. */
export function promptWorld(
  options: WorldOptions,
  answers: readonly Answer[],
): TestWorld & { asked: () => string; open: () => number } {
  const input = new PassThrough();
  const output = new PassThrough();
  const left = [...answers];
  let text = "";
  let from = 0;
  output.on("data", (chunk) => {
    text += chunk;
    const next = left[0];
    const found = next?.[0].exec(text.slice(from));
    if (!next || !found) return;
    from = text.length;
    left.shift();
    // After the question is drawn, or it would not listen yet.
    queueMicrotask(() => next.slice(1).forEach((keys) => input.write(keys as string)));
  });
  const world = testWorld({ terminal: true, ...options });
  return Object.assign(world, {
    prompts: { input, output },
    // deno-lint-ignore no-control-regex
    asked: () => text.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, ""),
    open: () => left.length,
  });
}
