import type { ComponentState, InFlight, Intent, StateDocument, UnitState } from "./document.ts";
import { openIntents } from "./in_flight.ts";
import { STACK_UNIT, unitFor } from "./paths.ts";
import { usesOf } from "./uses.ts";

/** An edit that would break the state. `fix` is a sentence for people. */
export class EditRefused extends Error {
  override name = "EditRefused";
  constructor(summary: string, readonly fix: string) {
    super(summary);
  }
}

// Serial, writeId and checksum are the session's: it stamps whatever an edit returns when it writes
// it.

/**
 * Forgets a component; what it has on the cloud stays there. Refused while others depend on it,
 * unless forced.
 */
export function removeComponent(document: StateDocument, id: string, force = false): StateDocument {
  const unit = unitOf(document, id);
  const users = Object.values(document.units).flatMap(({ components }) =>
    Object.entries(components)
  )
    .filter(([other, { dependsOn }]) => other !== id && dependsOn.includes(id)).map(([other]) =>
      other
    );
  if (users.length > 0 && !force) {
    throw new EditRefused(
      `Can't remove "${id}" from the state: ${
        users.map((user) => `"${user}"`).join(", ")
      } depend on it`,
      "Remove those first, or use --force",
    );
  }
  const { [id]: _, ...components } = document.units[unit]!.components;
  return withUnit(document, unit, { components });
}

/**
 * Gives a component another id, also where others depend on it. Both ids have to be in the same
 * unit.
 */
export function moveComponent(document: StateDocument, from: string, to: string): StateDocument {
  const unit = unitOf(document, from);
  if (document.locking === "service" && unitFor("service", to) !== unit) {
    throw new EditRefused(
      `Can't move "${from}" to "${to}": services of this stack are locked one by one`,
      'Run "panka state locking stack" first',
    );
  }
  const { [from]: component, ...others } = document.units[unit]!.components;
  if (others[to]) {
    throw new EditRefused(`Can't move "${from}" to "${to}": that id is taken`, "Choose another id");
  }
  const moved = withUnit(document, unit, { components: { ...others, [to]: component! } });
  const units = mapValues(moved.units, (section) => ({
    ...section,
    components: mapValues(
      section.components,
      (one) =>
        one.dependsOn.includes(from)
          ? { ...one, dependsOn: one.dependsOn.map((id) => (id === from ? to : id)) }
          : one,
    ),
  }));
  return { ...moved, units };
}

/**
 * An older version as the new state. Fences stay where they are, and whatever the older version
 * does not know is recorded as in flight, so that the next run looks for it instead of leaving it
 * behind.
 *
 * @param current undefined when it can't be read; `fences` then says what is known
 * @param by who restores
 */
export function restoreDocument(
  current: StateDocument | undefined,
  older: StateDocument,
  by: Omit<InFlight, "fence" | "intents" | "inherited">,
  fences: { [unit: string]: number } = {},
): StateDocument {
  const units: { [unit: string]: UnitState } = {};
  for (const name of new Set([...Object.keys(older.units), ...Object.keys(current?.units ?? {})])) {
    const [then, now] = [older.units[name], current?.units[name]];
    const fence = Math.max(then?.fence ?? 0, now?.fence ?? 0, fences[name] ?? 0);
    const inherited = [
      ...openIntents(now?.inFlight),
      ...openIntents(then?.inFlight),
      ...unknownTo(then?.components ?? {}, now?.components ?? {}),
    ];
    units[name] = {
      ...(then ?? { components: {} }),
      fence,
      inFlight: inherited.length > 0 ? { ...by, fence, intents: [], inherited } : undefined,
    };
  }
  return {
    ...older,
    units,
    ...(current?.lineage !== undefined && { lineage: current.lineage }),
    serial: current?.serial ?? older.serial,
    deployments: (current ?? older).deployments,
  };
}

/**
 * A document that a person edited as the new state.
 *
 * @throws EditRefused when it is of another stack, engine or locking, or was pulled from an older
 *   state (unless forced)
 */
export function pushDocument(
  current: StateDocument,
  pushed: StateDocument,
  force = false,
): StateDocument {
  for (const field of ["stack", "environment", "tenant", "lineage", "engine", "locking"] as const) {
    if (current[field] === pushed[field]) continue;
    throw new EditRefused(
      `Can't push this state: its ${field} is "${pushed[field]}", that of the recorded state is "${
        current[field]
      }"`,
      "Push the state of the same stack",
    );
  }
  if (pushed.serial !== current.serial && !force) {
    throw new EditRefused(
      `Can't push this state: it was pulled at serial ${pushed.serial}, the recorded state is at ${current.serial}`,
      'Pull and edit again, or use --force after comparing with "panka diff"',
    );
  }
  const units = mapValues(pushed.units, (section, name) => ({
    ...section,
    fence: Math.max(section.fence, current.units[name]?.fence ?? 0),
  }));
  for (const [name, { fence }] of Object.entries(current.units)) {
    units[name] ??= { fence, components: {} };
  }
  return { ...pushed, units, serial: current.serial };
}

/**
 * Splits the state into one section per service, or joins it again. Needs all locks of both modes.
 *
 * @param checkpoints the engine checkpoint of each new unit; a unit without one starts the engine
 *   from nothing
 */
export function changeLocking(
  document: StateDocument,
  locking: StateDocument["locking"],
  checkpoints: { [unit: string]: UnitState["checkpoint"] },
): StateDocument {
  if (document.locking === locking) return document;
  const busy = Object.entries(document.units).find(([, { inFlight }]) => inFlight);
  if (busy) {
    throw new EditRefused(
      `Can't change the locking: deployment "${busy[1].inFlight!.deployment}" of "${
        busy[0]
      }" did not end`,
      'Run "panka apply" first, so that it is recovered',
    );
  }
  // No new section begins below a fence that was ever sealed here.
  const fence = Math.max(0, ...Object.values(document.units).map((unit) => unit.fence));
  const newest = newestSettings(Object.values(document.units));
  const recorded = new Map(
    Object.values(document.units).flatMap(({ components }) => Object.entries(components)),
  );
  const settings = newest && { settings: { ...newest, locking } };
  const units: StateDocument["units"] = { [STACK_UNIT]: { fence, components: {}, ...settings } };
  for (const { components } of Object.values(document.units)) {
    for (const [id, component] of Object.entries(components)) {
      const name = unitFor(locking, id);
      const unit = units[name] ??= { fence, components: {}, ...settings };
      const { uses: _, ...rest } = component;
      const uses = locking === "service" ? usesOf(id, component, recorded) : undefined;
      unit.components[id] = { ...rest, ...(uses !== undefined && { uses }) };
    }
  }
  for (const [name, unit] of Object.entries(units)) {
    if (checkpoints[name]) unit.checkpoint = checkpoints[name];
  }
  return { ...document, locking, units };
}

/** What the stack said when the latest of its deployments wrote it down: without it nothing can be rolled back to. */
export function newestSettings(units: readonly UnitState[]): UnitState["settings"] {
  const latest = ({ components }: UnitState) =>
    Object.values(components).map(({ deployment }) => deployment).sort().at(-1) ?? "";
  return units.filter(({ settings }) => settings)
    .sort((a, b) => latest(a) < latest(b) ? -1 : 1).at(-1)?.settings;
}

/** The unit that records a component. */
export function unitOf(document: StateDocument, id: string): string {
  const found = Object.entries(document.units).find(([, unit]) =>
    Object.hasOwn(unit.components, id)
  );
  if (!found) {
    throw new EditRefused(
      `Can't find "${id}" in the state`,
      '"panka state list" shows what is there',
    );
  }
  return found[0];
}

/** What `now` has and `then` does not: it exists on the cloud, and only a search finds it again. */
function unknownTo(
  then: { [id: string]: ComponentState },
  now: { [id: string]: ComponentState },
): Intent[] {
  return Object.entries(now).flatMap(([component, { resources }]) => {
    const unknown = Object.entries(resources)
      .filter(([key, { physicalName }]) => {
        const before = then[component]?.resources[key];
        return !before || before.physicalName !== physicalName;
      })
      .map(([name, { type, physicalName }]) => ({
        name,
        type,
        ...(physicalName !== undefined && { physicalName }),
      }));
    if (unknown.length === 0 && then[component]) return [];
    return [{ component, action: "create" as const, resources: unknown }];
  });
}

function withUnit(
  document: StateDocument,
  unit: string,
  change: Partial<UnitState>,
): StateDocument {
  return {
    ...document,
    units: { ...document.units, [unit]: { ...document.units[unit]!, ...change } },
  };
}

function mapValues<T>(
  from: { [key: string]: T },
  change: (value: T, key: string) => T,
): { [key: string]: T } {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, change(value, key)]));
}
