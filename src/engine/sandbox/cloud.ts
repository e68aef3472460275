import type { Json } from "../../state/document.ts";

/** Where the simulated cloud is kept: one text, written as a whole. */
export interface CloudFile {
  /** `undefined` when nothing was ever written. */
  read(): Promise<string | undefined>;
  /** Replaces the text at once or not at all, and lets nobody else write between reading and writing. */
  update(change: (text: string | undefined) => string): Promise<void>;
}

/** One resource as the simulated cloud has it. */
export interface CloudResource {
  type: string;
  id: string;
  /** The unit and the resource key that made it. */
  unit: string;
  key: string;
  /** The name chosen for it, unique among its type. */
  physicalName?: string;
  properties: { [name: string]: Json };
  attributes: { [name: string]: Json };
}

interface CloudDocument {
  version: 1;
  resources: CloudResource[];
}

type Held = Map<string, CloudResource>;

/** A cloud in memory; {@link save} makes it durable. Others may change the same file meanwhile. */
export class Cloud {
  #resources: Held;
  /** What was done since the last save: undefined where it was deleted. */
  #changed = new Map<string, CloudResource | undefined>();
  #writing: Promise<void> = Promise.resolve();
  #waiting?: Promise<void>;

  /** @param text what the resources were read from, or written as */
  private constructor(resources: Held, private text?: string, private readonly file?: CloudFile) {
    this.#resources = resources;
  }

  /** Throws when the file isn't a cloud. */
  static async open(file: CloudFile): Promise<Cloud> {
    const text = await file.read();
    return new Cloud(parse(text), text, file);
  }

  /** The same resources in memory alone: what is done to them has no effect. */
  copy(): Cloud {
    return new Cloud(new Map(this.#resources));
  }

  all(): CloudResource[] {
    return [...this.#resources.values()];
  }

  find(type: string, id: string): CloudResource | undefined {
    return this.#resources.get(`${type} ${id}`);
  }

  named(type: string, physicalName: string): CloudResource | undefined {
    return this.all().find((r) => r.type === type && r.physicalName === physicalName);
  }

  put(resource: CloudResource): void {
    const key = `${resource.type} ${resource.id}`;
    this.#resources.set(key, resource);
    this.#changed.set(key, resource);
  }

  delete(type: string, id: string): void {
    this.#resources.delete(`${type} ${id}`);
    this.#changed.set(`${type} ${id}`, undefined);
  }

  /** Resolves once all that was done before the call is in the file. Calls that come together share a write. */
  save(): Promise<void> {
    return this.#waiting ??= this.#writing = this.#writing.then(() => {
      this.#waiting = undefined;
      return this.file?.update((text) => this.#merged(text));
    });
  }

  /** What was done here, on top of what others did. */
  #merged(theirs: string | undefined): string {
    if (theirs !== this.text) {
      this.#resources = parse(theirs);
      for (const [key, resource] of this.#changed) {
        if (resource) this.#resources.set(key, resource);
        else this.#resources.delete(key);
      }
    }
    this.#changed = new Map();
    const document: CloudDocument = { version: 1, resources: this.all() };
    return this.text = JSON.stringify(document);
  }
}

function parse(text: string | undefined): Held {
  if (text === undefined) return new Map();
  const document: CloudDocument = JSON.parse(text);
  if (document.version !== 1) {
    throw new Error(`the sandbox's file has version ${document.version}; this panka reads 1`);
  }
  return new Map(document.resources.map((one) => [`${one.type} ${one.id}`, one]));
}
