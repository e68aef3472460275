import { recordedComponents } from "../planning/plan.ts";
import { nearest } from "../schema/nearest.ts";
import type { StateDocument } from "../state/document.ts";
import type { RecordedState } from "../state/history.ts";
import type { StackAddress } from "../state/paths.ts";
import { type Backend, openBackend, stackAddress } from "./backend.ts";
import type { Context, Folder } from "./command.ts";
import { validConfig } from "./config.ts";
import { Failure, Invalid } from "./failure.ts";
import { sameStack } from "./next_step.ts";
import type { StackOptions } from "./options.ts";
import { loadFor } from "./stack_command.ts";

/** The stack that a command is about, where only its name counts. */
export interface Addressed {
  address: StackAddress;
  backend: Backend;
  /** The stack's folder as the user wrote it. */
  folder: string;
  /** Arguments that name it again: "shop -e staging --sandbox". */
  again: string;
}

/**
 * Finds a stack's state: works although components are wrong, since looking at what is deployed must not need a
 * folder without errors.
 */
export async function addressed(
  context: Context,
  folder: Folder,
  options: StackOptions,
): Promise<Addressed> {
  const { partial: known, diagnostics, dropped } = await loadFor(context, folder, options, {
    head: true,
  });
  if (!known) throw new Invalid(diagnostics, dropped);
  const config = validConfig(context, known.folder, options);
  const backend = await openBackend(context, known, config, options.sandbox);
  return {
    address: stackAddress(known),
    backend,
    folder: known.folder,
    again: sameStack(folder, known.environment, options),
  };
}

/** What is recorded of it; ends the command where nothing is. */
export async function recordedState(target: Addressed): Promise<RecordedState> {
  const { readState } = await import("../state/history.ts");
  const found = await readState(target.backend.store, target.address);
  if (found) return found;
  throw noState(target);
}

/** There is no state to tell of. */
export function noState(
  { address, backend, again }: Pick<Addressed, "address" | "backend" | "again">,
): Failure {
  return new Failure({
    code: "no-state",
    summary: `nothing is recorded of ${address.stack} in ${address.environment}`,
    why: `looked in ${backend.store.location}`,
    fix: `deploy it first: panka apply ${again}; or choose another environment with -e`,
  });
}

/**
 * The id of the recorded component that is meant: `service/name`, or the name where only one has it.
 *
 * @throws Failure naming the nearest ones
 */
export function componentOf(document: StateDocument, name: string): string {
  const ids = [...recordedComponents(document).keys()].sort();
  if (ids.includes(name)) return name;
  const same = ids.filter((id) => id.split("/")[1] === name);
  if (same.length === 1) return same[0]!;
  const close = same.length > 0 ? same.join(" or ") : nearest(name, ids);
  throw new Failure({
    code: "unknown-component",
    summary: same.length > 0
      ? `"${name}" is the name of ${same.length} components`
      : `"${name}" is not recorded in ${document.stack} in ${document.environment}`,
    fix: close ? `did you mean ${close}` : "panka state list shows what is recorded",
  });
}
