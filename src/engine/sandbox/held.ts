import type { CloudResource } from "./cloud.ts";

export const identityIn = ({ type, id }: Pick<CloudResource, "type" | "id">) => `${type} ${id}`;

/** Resources by what they are asked for by: none of it takes longer where there are more. */
export class Held {
  readonly #all = new Map<string, CloudResource>();
  readonly #groups = new Map<string, Set<CloudResource>>();

  all(): CloudResource[] {
    return [...this.#all.values()];
  }

  find(type: string, id: string): CloudResource | undefined {
    return this.#all.get(identityIn({ type, id }));
  }

  /** What a key has made of a type. */
  madeBy(type: string, key: string): CloudResource[] {
    return [...this.#groups.get(`${type} of ${key}`) ?? []];
  }

  named(type: string, physicalName: string): CloudResource[] {
    return [...this.#groups.get(`${type} named ${physicalName}`) ?? []];
  }

  put(resource: CloudResource): void {
    const identity = identityIn(resource);
    this.#ungroup(identity);
    this.#all.set(identity, resource);
    for (const name of groupsOf(resource)) {
      const group = this.#groups.get(name);
      if (group) group.add(resource);
      else this.#groups.set(name, new Set([resource]));
    }
  }

  delete(identity: string): void {
    this.#ungroup(identity);
    this.#all.delete(identity);
  }

  #ungroup(identity: string): void {
    const old = this.#all.get(identity);
    for (const name of old ? groupsOf(old) : []) this.#groups.get(name)?.delete(old!);
  }
}

const groupsOf = ({ type, key, physicalName }: CloudResource): string[] => [
  `${type} of ${key}`,
  ...physicalName === undefined ? [] : [`${type} named ${physicalName}`],
];
