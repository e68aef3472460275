import type { CloudFile } from "./cloud.ts";

/** The simulated cloud of one process. */
export class MemoryCloud implements CloudFile {
  constructor(public text?: string) {}

  read(): Promise<string | undefined> {
    return Promise.resolve(this.text);
  }

  append(line: string): Promise<{ before: number; now: number }> {
    const before = this.text?.length ?? 0;
    this.text = this.text === undefined ? line : `${this.text}\n${line}`;
    return Promise.resolve({ before, now: this.text.length });
  }

  update(change: (text: string | undefined) => string): Promise<void> {
    return Promise.resolve(void (this.text = change(this.text)));
  }
}
