import { createHash } from "node:crypto";
import { type Deployment, Journal, JOURNAL_KIND, type JournalEntry } from "./journal.ts";

interface CheckpointFile {
  version: number;
  checkpoint: { stack: string; latest?: Deployment };
}

/** Where the journal of a checkpoint is: beside it. */
const journalOf = (file: string): string => `${file}.journal`;

/**
 * A checkpoint while a run changes it: the file as it was, and beside it a line for each step that began or ended. A
 * step costs one line however much there is, and each is in its file before Pulumi goes on. The first line names the
 * checkpoint that the others are about.
 */
export class JournaledCheckpoint {
  #version = 0;
  #journal: Journal;

  private constructor(
    private readonly file: string,
    private readonly lines: Deno.FsFile,
    private readonly document: CheckpointFile,
  ) {
    this.#journal = new Journal(document.checkpoint.latest);
  }

  /** @param file of the checkpoint */
  static async open(file: string): Promise<JournaledCheckpoint> {
    const checkpoint = await Deno.readFile(file);
    const lines = await Deno.open(journalOf(file), { write: true, createNew: true, mode: 0o600 });
    const opened = new JournaledCheckpoint(file, lines, parse(checkpoint));
    opened.#append(digest(checkpoint));
    return opened;
  }

  /** Differs when it is worth committing again. */
  get version(): number {
    return this.#version;
  }

  /** What the run began with. */
  get base(): Deployment | undefined {
    return this.document.checkpoint.latest;
  }

  /** Takes entries in, and is done when they are on disk. @throws for one that can't be understood */
  add(entries: readonly JournalEntry[]): void {
    for (const entry of entries) this.#journal.add(entry);
    this.#append(entries.map((entry) => JSON.stringify(entry)).join("\n"));
    // What is only begun, the sealed plan tells as well.
    if (entries.some(({ kind }) => kind !== JOURNAL_KIND.begin)) this.#version++;
  }

  #append(lines: string): void {
    const bytes = new TextEncoder().encode(`${lines}\n`);
    for (let done = 0; done < bytes.length;) done += this.lines.writeSync(bytes.subarray(done));
  }

  /** Takes a whole checkpoint in the place of what was there. */
  async replace(latest: Deployment): Promise<void> {
    this.document.checkpoint.latest = latest;
    this.#journal = new Journal(latest);
    await this.#save();
    this.#version++;
  }

  /** The checkpoint as of now. */
  bytes(): Uint8Array {
    return print(this.document, this.#journal);
  }

  /** Makes a checkpoint of it all, and forgets the journal. */
  async close(): Promise<void> {
    this.lines.close();
    await this.#save();
    await Deno.remove(journalOf(this.file));
  }

  async #save(): Promise<void> {
    const aside = `${this.file}.new`;
    await Deno.writeFile(aside, this.bytes(), { mode: 0o600 });
    await Deno.rename(aside, this.file);
  }
}

/** A checkpoint that a killed process may have left with a journal. What was not written to its end was not answered. */
export async function readJournaled(file: string): Promise<Uint8Array> {
  const checkpoint = await Deno.readFile(file);
  const [base, ...lines] = (await readIfThere(journalOf(file))).split("\n").slice(0, -1);
  // All of it is in a checkpoint that is another one by now.
  if (base !== digest(checkpoint)) return checkpoint;
  const document = parse(checkpoint);
  const journal = new Journal(document.checkpoint.latest);
  for (const line of lines) journal.add(JSON.parse(line));
  return print(document, journal);
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

const parse = (checkpoint: Uint8Array): CheckpointFile =>
  JSON.parse(new TextDecoder().decode(checkpoint));

const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

function print({ version, checkpoint }: CheckpointFile, journal: Journal): Uint8Array {
  const latest = journal.deployment();
  return new TextEncoder().encode(
    JSON.stringify({ version, checkpoint: { ...checkpoint, latest } }),
  );
}
