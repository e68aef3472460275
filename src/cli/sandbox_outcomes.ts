import {
  type Outcome,
  outcomeText,
  parseOutcomes,
  printOutcomes,
} from "../engine/sandbox/outcomes.ts";
import { nearest } from "../schema/nearest.ts";
import type { Stack } from "../stack/model.ts";
import { pankaFolder } from "./backend.ts";
import type { Context } from "./command.ts";
import { Failure, usage } from "./failure.ts";
import type { World } from "./world.ts";

type Place = Pick<Stack, "folder" | "environment">;

const pathOf = (stack: Place) => `${pankaFolder(stack)}/sandbox/outcomes-${stack.environment}.json`;

/** What was set to happen in the sandbox of a stack in an environment. */
export function readOutcomes({ files }: Pick<World, "files">, stack: Place): Outcome[] {
  const path = pathOf(stack);
  if (!files.stat(path)) return [];
  try {
    return parseOutcomes(new TextDecoder().decode(files.read(path)));
  } catch (error) {
    throw new Failure({
      code: "sandbox-outcomes",
      summary: `"${path}" does not say what is set for the sandbox`,
      why: error instanceof Error ? error.message : undefined,
      fix: "remove the file, then set it anew with panka sandbox set",
    });
  }
}

/** Keeps what was set; nothing is no file. */
export function writeOutcomes(world: World, stack: Place, outcomes: readonly Outcome[]): void {
  const path = pathOf(stack);
  if (outcomes.length) world.write(path, printOutcomes(outcomes));
  else if (world.files.stat(path)) world.remove(path);
}

/** Reminds whoever runs something in the sandbox of what was set for it. */
export function sayOutcomes({ world, out }: Context, stack: Place): void {
  const set = readOutcomes(world, stack).map((one) => `${one.component} ${outcomeText(one)}`);
  if (set.length) {
    out.say(`set for the sandbox: ${set.join(", ")} (panka sandbox clear undoes it)`);
  }
}

/** A failure that is asked for and can't happen would look like one that did not. */
export function refuseUnknownFailures(failures: readonly string[], known: readonly string[]): void {
  for (const text of failures) {
    const id = text.replace(/:.*$/s, "");
    if (known.some((one) => one === id || id.startsWith(`${one}/`))) continue;
    const meant = nearest(id, known);
    throw usage(
      `--sandbox-fail "${text}" names no component of the stack`,
      meant ? `use --sandbox-fail ${meant}` : `name one of ${known.slice(0, 12).join(", ")}`,
    );
  }
}
