import type { CheckpointResource } from "./checkpoint.ts";

/** What Pulumi knows of a stack: `latest` of a checkpoint. Members that are not named here are kept as they are. */
export interface Deployment {
  manifest?: { time: string; magic: string; version: string };
  secrets_providers?: SecretsProvider;
  resources?: JournaledResource[];
  pending_operations?: PendingOperation[];
}

export interface SecretsProvider {
  type: string;
  state?: { salt?: string };
}

export interface PendingOperation {
  resource: JournaledResource;
  type: string;
}

/** A resource with what the journal itself looks at. */
export interface JournaledResource extends CheckpointResource {
  parent?: string;
  dependencies?: string[];
  propertyDependencies?: { [property: string]: string[] };
  deletedWith?: string;
  replaceWith?: string[];
  /** Where in the engine's own source it comes from; not kept. */
  sourcePosition?: string;
  stackTrace?: unknown;
}

/** Kinds of entries, by Pulumi's numbers (`apitype.JournalEntryKind`). */
export const JOURNAL_KIND = {
  begin: 0,
  success: 1,
  failure: 2,
  refreshSuccess: 3,
  outputs: 4,
  write: 5,
  secretsProvider: 6,
  rebuiltBase: 7,
} as const;

/**
 * One entry of version 1 of Pulumi's journal. What is `…Old` is an index of the resources that the run began with,
 * what is `…New` the number of an operation of this run.
 */
export interface JournalEntry {
  version: number;
  kind: number;
  operationID: number;
  removeOld?: number | null;
  removeNew?: number | null;
  deleteOld?: number;
  deleteNew?: number;
  pendingReplacementOld?: number;
  pendingReplacementNew?: number;
  state?: JournaledResource;
  operation?: PendingOperation;
  isRefresh?: boolean;
  secretsProvider?: SecretsProvider;
  newSnapshot?: Deployment;
}

/** Of a checkpoint that tells no version of Pulumi, and so has no cookie made of it. */
export const NO_MANIFEST = { time: "1970-01-01T00:00:00Z", magic: "", version: "" };

/** A deployment, and what a run has done since: the entries of its journal, in the order they came. */
export class Journal {
  #base: Deployment;
  /** Operation → what it made, in the order it was made; a dependency is made before what needs it. */
  #made = new Map<number, JournaledResource>();
  /** Index → what became of what was there before; undefined: it is gone. */
  #changed = new Map<number, JournaledResource | undefined>();
  #begun = new Map<number, PendingOperation>();
  #refreshed = false;

  /** @param base what there was before; never changed */
  constructor(base: Deployment | undefined) {
    this.#base = base ?? {};
  }

  /** @throws for an entry that can't be understood */
  add(entry: JournalEntry): void {
    const { kind, operationID, state, removeOld: old, removeNew: made } = entry;
    if (entry.version !== 1) throw new Error(`journal entry of version ${entry.version}`);
    if (kind === JOURNAL_KIND.begin) {
      if (entry.operation) this.#begun.set(operationID, slim(entry.operation));
    } else if (kind === JOURNAL_KIND.failure) this.#begun.delete(operationID);
    else if (kind === JOURNAL_KIND.success) this.#succeed(entry);
    else if (kind === JOURNAL_KIND.refreshSuccess) {
      this.#begun.delete(operationID);
      this.#refreshed = true;
      this.#replace(old, made, state);
    } else if (kind === JOURNAL_KIND.outputs) {
      if (state) this.#replace(old, made, state);
    } else if (kind === JOURNAL_KIND.write) this.#base = entry.newSnapshot ?? {};
    else if (kind === JOURNAL_KIND.secretsProvider) {
      this.#base = { ...this.#base, secrets_providers: entry.secretsProvider };
    } else if (kind === JOURNAL_KIND.rebuiltBase) {
      this.#base = this.deployment();
      this.#made = new Map();
      this.#changed = new Map();
      this.#begun = new Map();
    } else throw new Error(`journal entry of kind ${kind}`);
  }

  #succeed(entry: JournalEntry): void {
    this.#begun.delete(entry.operationID);
    if (entry.state) this.#made.set(entry.operationID, slimResource(entry.state));
    this.#replace(entry.removeOld, entry.removeNew, undefined);
    this.#mark(entry.deleteOld, entry.deleteNew, { delete: true });
    this.#mark(entry.pendingReplacementOld, entry.pendingReplacementNew, {
      pendingReplacement: true,
    });
    this.#refreshed ||= entry.isRefresh ?? false;
  }

  #replace(
    old: number | null | undefined,
    made: number | null | undefined,
    state: JournaledResource | undefined,
  ): void {
    const kept = state && slimResource(state);
    if (typeof old === "number") this.#changed.set(old, kept);
    if (typeof made !== "number") return;
    if (kept) this.#made.set(made, kept);
    else this.#made.delete(made);
  }

  #mark(
    old: number | undefined,
    made: number | undefined,
    mark: Pick<JournaledResource, "delete" | "pendingReplacement">,
  ): void {
    if (old !== undefined) {
      const now = this.#changed.has(old) ? this.#changed.get(old) : this.#base.resources?.[old];
      if (now) this.#changed.set(old, { ...now, ...mark });
    }
    const now = made === undefined ? undefined : this.#made.get(made);
    if (now) this.#made.set(made!, { ...now, ...mark });
  }

  /** All of it as Pulumi would save it now. */
  deployment(): Deployment {
    const before = (this.#base.resources ?? []).flatMap((resource, i) => {
      const now = this.#changed.has(i) ? this.#changed.get(i) : resource;
      return now ? [now] : [];
    });
    const resources = [...this.#made.values(), ...before];
    const pending = [
      ...this.#begun.values(),
      // Nobody has found out yet what came of them.
      ...(this.#base.pending_operations ?? []).filter(({ type }) => type === "creating"),
    ];
    const { pending_operations: _, ...base } = this.#base;
    return {
      ...base,
      manifest: NO_MANIFEST,
      resources: this.#refreshed ? withoutDangling(resources) : resources,
      ...(pending.length > 0 && { pending_operations: pending }),
    };
  }
}

/** A refresh takes away what others depended on. @param resources each after what it depends on */
function withoutDangling(resources: readonly JournaledResource[]): JournaledResource[] {
  const there = new Set<string>();
  const known = (urns: string[] | undefined) => urns?.filter((urn) => there.has(urn));
  const one = (urn: string | undefined) => urn !== undefined && there.has(urn) ? urn : undefined;
  return resources.map((resource) => {
    const { parent, dependencies, propertyDependencies, deletedWith, replaceWith } = resource;
    const kept = {
      ...resource,
      parent: one(parent),
      dependencies: known(dependencies),
      propertyDependencies: propertyDependencies && Object.fromEntries(
        Object.entries(propertyDependencies).map(([name, urns]) => [name, known(urns)!]),
      ),
      deletedWith: one(deletedWith),
      replaceWith: known(replaceWith),
    };
    there.add(resource.urn);
    return kept;
  });
}

/** Without what is as long as all the rest, and only tells where in the YAML host's own source the resource was made. */
function slimResource({ stackTrace: _, sourcePosition: __, ...rest }: JournaledResource) {
  return rest;
}

const slim = (operation: PendingOperation): PendingOperation => ({
  ...operation,
  resource: slimResource(operation.resource),
});
