import type { Size } from "./view/live.ts";
import { widthOf } from "./view/style.ts";

const HIDE = "\x1b[?25l";
const SHOW = "\x1b[?25h";
/** Terminals that know it show what is between at once; others ignore it. */
const TOGETHER = ["\x1b[?2026h", "\x1b[?2026l"] as const;

/**
 * Lines that stay in place at the bottom of a terminal. Only lines that changed are written again. The cursor rests
 * in the last line, hidden, until the lines are cleared or kept. Lines must be narrower than the terminal.
 */
export class Painter {
  #lines: string[] = [];
  #size?: Size;
  #hidden = false;

  constructor(
    private readonly write: (text: string) => void,
    private readonly size: () => Size,
  ) {}

  /** Shows these lines instead of those before. */
  paint(lines: readonly string[]): void {
    const size = this.size();
    const resized = this.#size !== undefined &&
      (this.#size.columns !== size.columns || this.#size.rows !== size.rows);
    const text = resized ? this.#top(size) + lines.join("\r\n") : this.#changed(lines);
    this.#lines = [...lines];
    this.#size = size;
    if (text === "") return;
    const hide = this.#hidden || lines.length === 0 ? "" : HIDE;
    this.#hidden ||= hide !== "";
    this.write(TOGETHER[0] + hide + text + TOGETHER[1]);
  }

  /** Writes something that scrolls, above the lines. */
  above(text: string): void {
    const lines = this.#lines;
    this.clear();
    this.write(text);
    if (lines.length) this.paint(lines);
  }

  /** Takes the lines away and gives the cursor back. */
  clear(): void {
    if (this.#lines.length) this.write(this.#top(this.size()));
    this.forget();
  }

  /** Leaves what is on the terminal to someone else. */
  forget(): void {
    this.#lines = [];
    this.#size = undefined;
    if (this.#hidden) this.write(SHOW);
    this.#hidden = false;
  }

  /** To the beginning of the first line, all below cleared. A terminal that became narrower has wrapped what was too wide. */
  #top({ columns, rows }: Size): string {
    if (this.#lines.length === 0) return "";
    const high = this.#lines.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / columns)),
      0,
    );
    return `${up(Math.min(high - 1, rows - 1))}\r\x1b[J`;
  }

  #changed(lines: readonly string[]): string {
    let text = "";
    // Where the cursor is; the lines before the first paint begin where it is now.
    let at = Math.max(0, this.#lines.length - 1);
    let there = Math.max(1, this.#lines.length);
    const go = (line: number) => {
      if (line < at) text += up(at - line);
      else if (line > at) {
        const known = Math.min(line, there - 1) - at;
        if (known > 0) text += `\x1b[${known}B`;
        text += "\r\n".repeat(line - at - Math.max(0, known));
      }
      at = line;
      there = Math.max(there, line + 1);
    };
    lines.forEach((line, i) => {
      if (i < this.#lines.length && this.#lines[i] === line) return;
      go(i);
      text += `\r${line}\x1b[K`;
    });
    if (lines.length < this.#lines.length) {
      go(lines.length);
      text += "\r\x1b[J";
    }
    const last = Math.max(0, lines.length - 1);
    if (text !== "") go(last);
    return text;
  }
}

const up = (lines: number): string => lines > 0 ? `\x1b[${lines}A` : "";
