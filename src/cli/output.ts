import type { Diagnostic } from "../stack/model.ts";
import type { Invalid } from "./failure.ts";
import { inPlace } from "./next_step.ts";
import type { RunLines } from "./run_lines.ts";
import { diagnosticJson, diagnosticsText, diagnosticText } from "./view/diagnostics.ts";
import { type Colors, colors, counted, wantsColor, wrap } from "./view/style.ts";
import type { World } from "./world.ts";

/** What JSON leaves as it is and a terminal may obey. */
const UNESCAPED = /[\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g;
const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;

export type Format = "table" | "json" | "yaml";

/** Writes what a command has to say: data to stdout, everything else to stderr. */
export class Output {
  format: Format = "table";
  /** Whether questions may be asked: somebody is there to answer, and `--no-input` is not given. */
  interactive: boolean;
  /** Takes notes where lines stay in place that a note must not break into. */
  above?: (text: string) => void;
  /** Set by commands that print a line for each thing that happens: every document takes one. */
  streams = false;
  /** Set by commands that run a deployment: an error is one more line, and a summary ends them all. */
  lines?: RunLines;
  /** Arguments that name the stack of the command again: "shop -e staging --sandbox". */
  again?: string;
  private colorChoice: string | undefined;

  constructor(private readonly world: World) {
    this.interactive = world.terminal.stdin && world.terminal.stderr;
  }

  configure(options: { output?: Format; color?: string; input?: boolean }): void {
    this.format = options.output ?? this.format;
    this.colorChoice = options.color;
    if (options.input === false) this.interactive = false;
  }

  /** Colours for stdout. */
  get colors(): Colors {
    return colors(this.format === "table" && wantsColor(this.world, this.colorChoice, "stdout"));
  }
  /** Colours for stderr. */
  get errorColors(): Colors {
    return colors(wantsColor(this.world, this.colorChoice, "stderr"));
  }
  /** Columns to fill: the terminal's, never under 40; 100 where there is none. */
  get columns(): number {
    return Math.max(40, this.world.columns() ?? 100);
  }

  /** Lines of the terminal; 24 where nobody knows. */
  get rows(): number {
    return Math.max(4, this.world.rows?.() ?? 24);
  }

  /** Data, as it is. */
  text(text: string): void {
    this.world.stdout(text.endsWith("\n") || text === "" ? text : `${text}\n`);
  }

  /** One document in the chosen machine format; JSON in one line where the command prints lines, or is told to. */
  async document(value: Record<string, unknown>, oneLine = this.streams): Promise<void> {
    if (this.format === "yaml") {
      const { dump } = await import("js-yaml");
      const text = dump(JSON.parse(JSON.stringify(value)), { lineWidth: -1 });
      this.text(this.streams ? `---\n${text}` : text);
    } else {
      this.text(JSON.stringify(value, null, oneLine ? 0 : 2).replace(UNESCAPED, escaped));
    }
  }

  /** What is not data: notices, progress. */
  note(text: string): void {
    const line = text.endsWith("\n") ? text : `${text}\n`;
    if (this.above) this.above(line);
    else this.world.stderr(line);
  }

  /** Something beside the data, in the terminal's width; commands in it are about the stack of this one. */
  say(text: string): void {
    this.note(wrap(inPlace(text, this.again), this.columns, "  "));
  }

  /** What to do next, or what is said by the way. */
  hint(text: string): void {
    this.note(this.errorColors.dim(text));
  }

  /** Says what is wrong; machines are told in documents. */
  diagnostics(found: readonly Diagnostic[]): void {
    if (this.format !== "table" || found.length === 0) return;
    this.note(diagnosticsText(found, this.errorColors, this.columns));
  }

  /** The error that ends a command. In one line, as it may come before a command's own lines begin. */
  async failure(diagnostic: Omit<Diagnostic, "severity">, exitCode: number): Promise<void> {
    const fix = diagnostic.fix && inPlace(diagnostic.fix, this.again);
    const full: Diagnostic = { severity: "error", ...diagnostic, fix };
    if (this.format === "table") this.note(diagnosticText(full, this.errorColors, this.columns));
    else await this.errors([full], exitCode);
  }

  /** The stack's errors, which end a command. */
  async invalid({ diagnostics, dropped, exitCode }: Invalid): Promise<void> {
    if (this.format !== "table") return await this.errors(diagnostics, exitCode);
    this.diagnostics(diagnostics);
    const errors = diagnostics.filter((d) => d.severity === "error").length + dropped;
    this.note(`${counted(errors, "error")}: nothing was done`);
  }

  private async errors(diagnostics: readonly Diagnostic[], exitCode: number): Promise<void> {
    const { lines } = this;
    if (lines) this.streams = true;
    await this.document({
      schema: "panka/error@1",
      ...(lines && { type: "error", at: lines.at }),
      exitCode,
      diagnostics: diagnostics.map(diagnosticJson),
    }, true);
    if (lines) await this.document(lines.cutOff(exitCode));
  }
}
