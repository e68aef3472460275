import type { Checkpoint, KnownResource } from "./checkpoint.ts";

type Named = Pick<KnownResource, "key" | "type">;

/** What a run knows of the resources it made: those in use, and those that were replaced and wait to be deleted. */
export class Inventory {
  /** By key. One that changes its type is two resources until the old one is deleted. */
  readonly #live = new Map<string, KnownResource[]>();
  #doomed: KnownResource[] = [];

  constructor(checkpoint: Checkpoint) {
    for (const resource of checkpoint.resources) this.put(resource);
    this.#doomed = [...checkpoint.doomed];
  }

  get live(): KnownResource[] {
    return [...this.#live.values()].flat();
  }

  get doomed(): readonly KnownResource[] {
    return this.#doomed;
  }

  get({ key, type }: Named): KnownResource | undefined {
    return this.#live.get(key)?.find((resource) => resource.type === type);
  }

  /** What a key was before its type changed. */
  otherwise({ key, type }: Named): KnownResource[] {
    return this.#live.get(key)?.filter((resource) => resource.type !== type) ?? [];
  }

  put(resource: KnownResource): void {
    // What AWS can't tell from its predecessor is it: a queue's policy is the queue's only one.
    this.#doomed = this.#doomed.filter((r) => r.id !== resource.id || r.type !== resource.type);
    this.#live.set(resource.key, [...this.otherwise(resource), resource]);
  }

  /** Takes a resource out of use, to be deleted later. */
  doom(resource: KnownResource): void {
    this.#live.set(resource.key, this.otherwise(resource));
    this.#doomed.push(resource);
  }

  /**
   * Gives a resource the name of which is wanted again its place back, in exchange for the one that
   * replaced it, if that is still there: a new one of that name could not be made while it is.
   */
  revive(
    { key, type }: Named,
    physicalName: string | undefined,
    isThere: (resource: KnownResource) => boolean,
  ): void {
    const live = this.get({ key, type });
    if (physicalName === undefined || live?.physicalName === physicalName) return;
    const wanted = this.#doomed.find((r) =>
      r.key === key && r.type === type && r.physicalName === physicalName &&
      isThere(r)
    );
    if (!wanted) return;
    this.#doomed = this.#doomed.filter((r) => r !== wanted);
    if (live) this.doom(live);
    this.put(wanted);
  }

  /** Forgets a resource that isn't there any more. */
  forget(resource: KnownResource): void {
    if (this.get(resource)?.id === resource.id) {
      this.#live.set(resource.key, this.otherwise(resource));
    }
    this.#doomed = this.#doomed.filter((r) => r.id !== resource.id || r.type !== resource.type);
  }
}
