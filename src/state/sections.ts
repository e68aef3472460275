import type { Batch, Ending } from "./batch.ts";
import { sameJson } from "./canonical.ts";
import type { DeploymentSummary, InFlight, Intent, StateDocument, UnitState } from "./document.ts";
import { openRuns, unlistedRuns, type Unnumbered } from "./in_flight.ts";

/** How many deployments a state remembers. */
const REMEMBERED = 100;

type Note = Omit<InFlight, "fence" | "intents" | "inherited">;

/**
 * The document with every locked unit fenced, and what is about to be done recorded as in flight. The first deployment
 * gives the state its lineage.
 */
export function sealed(
  document: StateDocument,
  fences: { [unit: string]: number },
  intents: { [unit: string]: Intent[] },
  note: Note,
): StateDocument {
  const units = { ...document.units };
  for (const [unit, fence] of Object.entries(fences)) {
    const { inFlight: old, ...before } = units[unit] ?? { components: {} };
    units[unit] = { ...before, fence };
    const own = old?.owner === note.owner ? old.intents : [];
    const foreign = own === old?.intents ? [] : old?.intents ?? [];
    const mine = [...own, ...intents[unit] ?? []];
    const inherited = [...foreign, ...old?.inherited ?? []];
    if (mine.length === 0 && inherited.length === 0 && !(unit in intents)) continue;
    units[unit].inFlight = {
      ...note,
      fence,
      intents: mine,
      ...(inherited.length > 0 && { inherited }),
    };
  }
  return { lineage: note.deployment, ...document, units };
}

/** The document with a batch recorded in its unit. */
export function withBatch(
  document: StateDocument,
  fences: { [unit: string]: number },
  { unit, components = {}, settings, recovered }: Batch,
  checkpoint: UnitState["checkpoint"],
): StateDocument {
  const fence = fences[unit];
  if (fence === undefined) throw new TypeError(`"${unit}" is not locked by this session`);
  const before = document.units[unit] ?? { fence, components: {} };
  const merged = { ...before.components };
  for (const [id, component] of Object.entries(components)) {
    if (component) merged[id] = component;
    else delete merged[id];
  }
  const after: UnitState = { ...before, fence, components: merged };
  if (checkpoint) after.checkpoint = checkpoint;
  if (settings) after.settings = settings;
  if (recovered && after.inFlight) {
    const { inherited: _, ...inFlight } = after.inFlight;
    after.inFlight = inFlight;
  }
  return { ...document, units: { ...document.units, [unit]: after } };
}

/**
 * The document at the end of a deployment: nothing of it is in flight any more, and it is in the
 * list.
 */
export function withDeployment(
  document: StateDocument,
  locked: string[],
  deployment: Ending["deployment"],
  outputs: NonNullable<Ending["outputs"]>,
  interrupted: boolean,
): StateDocument {
  const units = { ...document.units };
  for (const unit of locked) {
    if (interrupted || !units[unit]?.inFlight) continue;
    const { inFlight, ...rest } = units[unit];
    // What nobody has looked for stays in flight, whoever left it.
    units[unit] = inFlight.inherited ? { ...rest, inFlight: { ...inFlight, intents: [] } } : rest;
  }
  const named = { ...document.outputs };
  for (const [name, value] of Object.entries(outputs)) {
    if (value === null) delete named[name];
    else named[name] = value;
  }
  return {
    ...document,
    units,
    outputs: named,
    deployments: listed(document.deployments, deployment),
  };
}

/** What a write makes of a document, with the runs in its list that nothing else tells of any more. */
export function withCutOff(
  before: StateDocument | undefined,
  after: StateDocument,
): StateDocument {
  const known = new Set(after.deployments.map(({ id }) => id));
  const sections = (document: StateDocument, id: string) =>
    openRuns(document).filter(({ deployment }) => deployment === id).length;
  const cutOff = unlistedRuns(before).filter(({ id }) =>
    !known.has(id) && sections(after, id) < sections(before!, id)
  );
  return { ...after, deployments: cutOff.reduceRight(listed, after.deployments) };
}

function listed(deployments: DeploymentSummary[], deployment: Unnumbered): DeploymentSummary[] {
  const others = deployments.filter(({ id }) => id !== deployment.id);
  const number = deployments.find(({ id }) => id === deployment.id)?.number ??
    Math.max(0, ...others.map((other) => other.number)) + 1;
  return [{ ...deployment, number }, ...others].slice(0, REMEMBERED);
}

/** Whether the outputs that a plan was made from are still the same. */
export function untouchedOutputs(
  planned: StateDocument | undefined,
  theirs: StateDocument,
  reads: string[] | "all",
): boolean {
  const units = reads === "all"
    ? [...new Set([...Object.keys(planned?.units ?? {}), ...Object.keys(theirs.units)])]
    : reads;
  return units.every((unit) => sameJson(outputsOf(planned, unit), outputsOf(theirs, unit)));
}

function outputsOf(document: StateDocument | undefined, unit: string) {
  const components = Object.entries(document?.units[unit]?.components ?? {});
  return components.map(([id, { outputs }]) => ({ id, outputs })).sort((
    a,
    b,
  ) => (a.id < b.id ? -1 : 1));
}

/** Services that have components in the state. */
export function recordedServices(document: StateDocument | undefined): Set<string> {
  const ids = Object.values(document?.units ?? {}).flatMap(({ components }) =>
    Object.keys(components)
  );
  return new Set(ids.map((id) => id.split("/", 1)[0]!));
}

/**
 * The document with the fences of this session in every unit that is locked.
 *
 * @throws TypeError when a unit that is not locked was changed
 */
export function fenced(
  before: StateDocument | undefined,
  edited: StateDocument,
  fences: { [unit: string]: number },
): StateDocument {
  const units = { ...edited.units };
  for (const unit of new Set([...Object.keys(units), ...Object.keys(before?.units ?? {})])) {
    const fence = fences[unit];
    if (fence === undefined) {
      if (sameJson(units[unit], before?.units[unit])) continue;
      throw new TypeError(`"${unit}" is not locked by this session`);
    }
    if (units[unit]) units[unit] = { ...units[unit], fence: Math.max(fence, units[unit].fence) };
  }
  return { ...edited, units };
}
