import type { Json } from "../../state/document.ts";

/** Where the simulated cloud is kept: one text, written as a whole. */
export interface CloudFile {
  /** `undefined` when nothing was ever written. */
  read(): Promise<string | undefined>;
  /** Must replace the old text at once or not at all. */
  write(text: string): Promise<void>;
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

/** A cloud in memory; {@link save} makes it durable. */
export class Cloud {
  readonly #file?: CloudFile;
  readonly #resources = new Map<string, CloudResource>();
  #writing: Promise<void> = Promise.resolve();
  #waiting?: Promise<void>;

  private constructor(resources: CloudResource[], file?: CloudFile) {
    this.#file = file;
    for (const resource of resources) this.put(resource);
  }

  /** Throws when the file isn't a cloud. */
  static async open(file: CloudFile): Promise<Cloud> {
    const text = await file.read();
    if (text === undefined) return new Cloud([], file);
    const document: CloudDocument = JSON.parse(text);
    if (document.version !== 1) {
      throw new Error(`the sandbox's file has version ${document.version}; this panka reads 1`);
    }
    return new Cloud(document.resources, file);
  }

  /** The same resources in memory alone: what is done to them has no effect. */
  copy(): Cloud {
    return new Cloud([...this.#resources.values()]);
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
    this.#resources.set(`${resource.type} ${resource.id}`, resource);
  }

  delete(type: string, id: string): void {
    this.#resources.delete(`${type} ${id}`);
  }

  /** Resolves once all that was done before the call is in the file. Calls that come together share a write. */
  save(): Promise<void> {
    return this.#waiting ??= this.#writing = this.#writing.then(() => {
      this.#waiting = undefined;
      const document: CloudDocument = { version: 1, resources: this.all() };
      return this.#file?.write(JSON.stringify(document));
    });
  }
}
