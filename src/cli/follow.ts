import { StoreUnavailable } from "../state/store.ts";
import type { Context } from "./command.ts";
import { Painter } from "./painter.ts";

/** What is looked at again and again. */
export interface Followed<T> {
  everyMs: number;
  read(signal: AbortSignal): Promise<T>;
  /** @param most lines; absent: all */
  lines(found: T, columns: number, most?: number): string[];
  /** For machines; what it says decides whether something has changed. */
  json(found: T): Record<string, unknown>;
}

/** Shows it until Ctrl-C: in place on a terminal, else whenever it has changed. */
export async function follow<T>(
  { out, world }: Context,
  { everyMs, read, lines, json }: Followed<T>,
): Promise<void> {
  const stop = new AbortController();
  const restore = world.onInterrupt(() => stop.abort());
  const inPlace = out.format === "table" && world.terminal.stdout && world.env("TERM") !== "dumb";
  const size = () => ({ columns: out.columns, rows: out.rows });
  const painter = new Painter((text) => world.stdout(text), size);
  out.streams = true;
  if (inPlace) out.above = (text) => painter.above(text);
  let last: T | undefined;
  let told = "";
  try {
    while (!stop.signal.aborted && world.unheard?.() === undefined) {
      const problem = await read(stop.signal).then((found) => void (last = found), whyNot);
      if (stop.signal.aborted) break;
      if (inPlace) {
        const { columns, rows } = size();
        const hint = out.colors.dim(problem ? `can't read it: ${problem}` : "Ctrl-C ends");
        const shown = last ? lines(last, columns - 1, rows - 2) : [];
        painter.paint([...shown, hint]);
      } else if (last) {
        const now = JSON.stringify(json(last));
        if (now !== told) {
          if (out.format !== "table") await out.document(json(last));
          else out.text(`${told && "\n"}${lines(last, out.columns).join("\n")}`);
        }
        told = now;
      } else if (problem) out.note(`can't read it: ${problem}; looking again`);
      await world.clock.sleep(everyMs, stop.signal).catch(() => {});
    }
  } finally {
    painter.clear();
    out.above = undefined;
    restore();
  }
  if (inPlace && last) out.text(lines(last, out.columns).join("\n"));
}

/** What passes by itself is shown, not ended with; everything else is thrown. */
function whyNot(error: unknown): string | undefined {
  if (error instanceof StoreUnavailable) return error.message;
  if (error instanceof DOMException && error.name === "AbortError") return undefined;
  throw error;
}
