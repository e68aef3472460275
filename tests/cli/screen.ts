/** A terminal as far as panka uses it: text, moves, clearing, scrolling; cells are one column wide. */
export class Screen {
  /** All that was ever shown, scrolled out lines first. */
  readonly lines: string[] = [""];
  cursorShown = true;
  /** How often each line was written to since {@link forget}. */
  readonly written = new Map<number, number>();
  #row = 0;
  #column = 0;

  constructor(public columns: number, public rows: number) {}

  write(text: string): void {
    // deno-lint-ignore no-control-regex
    const parts = /\x1b\[(\?)?(\d*)([A-Za-z])|\r|\n|[^\x1b\r\n]+/g;
    for (const [whole, mode, number, letter] of text.matchAll(parts)) {
      if (whole === "\r") this.#column = 0;
      else if (whole === "\n") this.#down();
      else if (letter === undefined) this.#put(whole);
      else if (mode) {
        if (number === "25") this.cursorShown = letter === "h";
      } else this.#obey(letter, Number(number || 1), number ?? "");
    }
  }

  /** What can be seen, without empty lines at the end. */
  get shown(): string[] {
    const seen = this.lines.slice(-this.rows);
    while (seen.at(-1) === "") seen.pop();
    return seen;
  }

  get text(): string {
    return this.lines.join("\n").trimEnd();
  }

  #top(): number {
    return Math.max(0, this.lines.length - this.rows);
  }

  #down(): void {
    // The terminal driver makes a new line a carriage return too.
    this.#column = 0;
    this.#row++;
    if (this.#row === this.lines.length) this.lines.push("");
  }

  #put(text: string): void {
    const line = this.lines[this.#row]!.padEnd(this.#column);
    const put = line.slice(0, this.#column) + text + line.slice(this.#column + text.length);
    if (put.length > this.columns) throw new Error(`too wide for ${this.columns}: ${put}`);
    this.lines[this.#row] = put;
    this.#column += text.length;
    this.written.set(this.#row, (this.written.get(this.#row) ?? 0) + 1);
  }

  #obey(letter: string, count: number, number: string): void {
    if (letter === "A") this.#row = Math.max(this.#top(), this.#row - count);
    else if (letter === "B") this.#row = Math.min(this.lines.length - 1, this.#row + count);
    else if (letter === "K") {
      this.lines[this.#row] = this.lines[this.#row]!.slice(0, this.#column).trimEnd();
    } else if (letter === "J") {
      this.lines[this.#row] = this.lines[this.#row]!.slice(0, this.#column);
      this.lines.splice(this.#row + 1);
    } else if (letter !== "m") throw new Error(`\\x1b[${number}${letter} is not understood`);
  }
}
