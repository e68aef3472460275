import pc from "picocolors";
import type { World } from "../world.ts";

export type Colors = ReturnType<typeof pc.createColors>;

/**
 * Whether to colour: `--color`, then NO_COLOR (no-color.org), CLICOLOR_FORCE and TERM=dumb
 * (bixense.com/clicolors), then whether someone looks.
 */
export function wantsColor(
  world: World,
  choice: string | undefined,
  stream: "stdout" | "stderr",
): boolean {
  if (choice === "always") return true;
  if (choice === "never") return false;
  if (world.env("NO_COLOR")) return false;
  const force = world.env("CLICOLOR_FORCE");
  if (force !== undefined && force !== "0") return true;
  return world.terminal[stream] && world.env("TERM") !== "dumb";
}

export const colors = (on: boolean): Colors => pc.createColors(on);

/** One glyph, one colour, one meaning everywhere. */
export const GLYPH = {
  create: "+",
  update: "~",
  replace: "±",
  delete: "-",
  unchanged: " ",
  done: "✓",
  failed: "✗",
  waiting: "◌",
  working: "●",
} as const;

export function paint(c: Colors, what: keyof typeof GLYPH): (text: string) => string {
  switch (what) {
    case "create":
    case "done":
      return c.green;
    case "update":
    case "working":
      return c.yellow;
    case "replace":
      return c.magenta;
    case "delete":
    case "failed":
      return c.red;
    default:
      return c.dim;
  }
}

// deno-lint-ignore no-control-regex
const ESCAPES = /\x1b\[[0-9;]*m/g;

const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;
const NO_WIDTH = /[\p{Mark}\u200d]/u;

/** Columns that a text takes: escapes and combining marks take none, wide East Asian characters and emoji two. */
export function widthOf(text: string): number {
  let width = 0;
  for (const char of text.replace(ESCAPES, "")) {
    const code = char.codePointAt(0)!;
    if (code < 0x300) width++;
    else if (!NO_WIDTH.test(char)) width += WIDE.test(char) ? 2 : 1;
  }
  return width;
}

/** Columns that the widest of them takes; 0 of none. */
export const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map(widthOf));

/** Cuts a plain text to so many columns, ending in … when something was cut. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let out = "";
  for (const char of text) {
    if (widthOf(out + char) > columns - 1) break;
    out += char;
  }
  return `${out.trimEnd()}…`;
}

/** Breaks a plain text at spaces, each line after the first indented. */
export function wrap(text: string, columns: number, indent = ""): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line && widthOf(indent + line) + 1 + widthOf(word) > columns) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line].join(`\n${indent}`);
}

export const pad = (text: string, columns: number): string =>
  text + " ".repeat(Math.max(0, columns - widthOf(text)));

/** Seconds as `4s`, `1m 32s`, `2h 5m`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${whole % 60}s`;
  return `${Math.floor(whole / 3600)}h ${Math.floor(whole % 3600 / 60)}m`;
}

/** "1 error", "3 errors". */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${n} ${n === 1 ? one : many}`;
