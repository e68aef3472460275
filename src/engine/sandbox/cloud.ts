import type { Json } from "../../state/document.ts";
import { Held, identityIn } from "./held.ts";

/** Where the simulated cloud is kept: a text that grows by lines. */
export interface CloudFile {
  /** `undefined` when nothing was ever written. */
  read(): Promise<string | undefined>;
  /** Writes a line at the end, where a death leaves a part of it or all. Gives the bytes there were before, and are now. */
  append(line: string): Promise<{ before: number; now: number }>;
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

/** A line of the file: what is there since, and who ("type id") isn't any more. Between runs one line says all. */
interface CloudLine {
  version: 1;
  resources: CloudResource[];
  deleted?: string[];
}

/** A cloud in memory; {@link save} makes it durable. Others may change the same file meanwhile. */
export class Cloud {
  #held: Held;
  /** Since the last save, by "type id"; undefined where it was deleted. */
  #changed = new Map<string, CloudResource | undefined>();
  #writing: Promise<void> = Promise.resolve();
  #waiting?: Promise<void>;
  /** Whether the file has more than one line. */
  #grown: boolean;
  /** Bytes of the file, as far as its content is known here. */
  #size: number;

  private constructor(text: string | undefined, private readonly file?: CloudFile) {
    this.#held = parse(text);
    this.#grown = text?.includes("\n") ?? false;
    this.#size = new TextEncoder().encode(text).length;
  }

  /** Throws when the file isn't a cloud. */
  static async open(file: CloudFile): Promise<Cloud> {
    return new Cloud(await file.read(), file);
  }

  /** The same resources in memory alone: what is done to them has no effect. */
  copy(): Cloud {
    const copy = new Cloud(undefined);
    for (const resource of this.all()) copy.#held.put(resource);
    return copy;
  }

  all(): CloudResource[] {
    return this.#held.all();
  }

  find(type: string, id: string): CloudResource | undefined {
    return this.#held.find(type, id);
  }

  /** What a key has made of a type. */
  madeBy(type: string, key: string): CloudResource[] {
    return this.#held.madeBy(type, key);
  }

  named(type: string, physicalName: string): CloudResource[] {
    return this.#held.named(type, physicalName);
  }

  put(resource: CloudResource): void {
    this.#held.put(resource);
    this.#changed.set(identityIn(resource), resource);
  }

  delete(type: string, id: string): void {
    const identity = identityIn({ type, id });
    this.#held.delete(identity);
    this.#changed.set(identity, undefined);
  }

  /** Resolves once all that was done before the call is in the file. Calls that come together share a write. */
  save(): Promise<void> {
    return this.#waiting ??= this.#writing = this.#writing.then(() => {
      this.#waiting = undefined;
      return this.file && this.#append(this.file);
    });
  }

  /** Makes one line of the file, if it isn't. */
  async settle(): Promise<void> {
    if (this.#grown) await this.file?.update((text) => lineOf(parse(text).all()));
  }

  async #append(file: CloudFile): Promise<void> {
    const changed = this.#changed;
    this.#changed = new Map();
    const { before, now } = await file.append(lineOf(
      [...changed.values()].filter((resource) => resource !== undefined),
      [...changed.keys()].filter((identity) => !changed.get(identity)),
    ));
    this.#grown ||= before > 0;
    if (before !== this.#size) {
      this.#held = parse(await file.read());
      for (const [identity, resource] of this.#changed) {
        if (resource) this.#held.put(resource);
        else this.#held.delete(identity);
      }
    }
    this.#size = now;
  }
}

const lineOf = (resources: CloudResource[], deleted?: string[]): string =>
  JSON.stringify({ version: 1, resources, deleted } satisfies CloudLine);

function parse(text: string | undefined): Held {
  const held = new Held();
  for (const line of text?.split("\n") ?? []) {
    const { version, resources, deleted = [] } = parseLine(line);
    if (version !== 1) {
      throw new Error(`the sandbox's file has version ${version}; this panka reads 1`);
    }
    for (const identity of deleted) held.delete(identity);
    for (const resource of resources) held.put(resource);
  }
  return held;
}

const HEAD = '{"version":1,';

/** What was cut off by a death counts for nothing. */
function parseLine(line: string): CloudLine {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (line.startsWith(HEAD) || HEAD.startsWith(line)) return { version: 1, resources: [] };
    throw error;
  }
}
