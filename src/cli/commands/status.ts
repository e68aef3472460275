import type { Command } from "@commander-js/extra-typings";
import type { StackStatus } from "../../operations/status.ts";
import { StoreUnavailable } from "../../state/store.ts";
import type { CommandModule, Context } from "../command.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import { examples } from "../help_examples.ts";
import { say } from "../next_step.ts";
import { addStackOptions, type CommonOptions, type StackOptions } from "../options.ts";
import { Painter } from "../painter.ts";
import { type Addressed, addressed, noState } from "../recorded.ts";
import { statusJson, statusLines } from "../view/status.ts";

interface Options extends StackOptions, CommonOptions {
  follow?: boolean;
}

const FOLLOW_MS = 2000;

export const { define }: CommandModule = {
  define(command: Command, context, done) {
    examples(
      addStackOptions(command.argument("[folder]", "stack folder (default: the nearest one)"))
        .option("--follow", "look again every two seconds, until Ctrl-C"),
      "panka status -e production",
      "panka status --follow",
      "panka status -o json | jq -r '.locks[].user'",
    ).action((folder, options) => done(status(context, folder, options as unknown as Options)));
  },
};

async function status(
  context: Context,
  folder: string | undefined,
  options: Options,
): Promise<ExitCode> {
  const { out, world } = context;
  const [target, { readStatus }] = await Promise.all([
    addressed(context, folder, options),
    import("../../operations/status.ts"),
  ]);
  const { address, backend } = target;
  const read = (signal?: AbortSignal) => readStatus(backend, address, signal);
  if (options.follow) return await follow(context, target, read);
  const found = await read();
  if (!found.state && !found.locks.length) throw noState(target);
  if (out.format !== "table") {
    await out.document(statusJson(found, address));
    return EXIT.done;
  }
  out.text(statusLines(found, address, world.clock.wall(), out.colors, out.columns).join("\n"));
  const result = found.state?.document.deployments[0]?.result;
  say(
    out,
    found.locks.length
      ? `next: panka status ${target.again} --follow`
      : result === undefined || result === "succeeded"
      ? `next: panka show COMPONENT ${target.again} tells more of one`
      : `next: panka apply ${target.again} tries again`,
  );
  return EXIT.done;
}

/** Shows it again and again: in place on a terminal, else whenever it has changed. */
async function follow(
  context: Context,
  { address }: Pick<Addressed, "address">,
  read: (signal: AbortSignal) => Promise<StackStatus>,
): Promise<ExitCode> {
  const { out, world } = context;
  const stop = new AbortController();
  const restore = world.onInterrupt(() => stop.abort());
  const inPlace = out.format === "table" && world.terminal.stdout && world.env("TERM") !== "dumb";
  const size = () => ({ columns: out.columns, rows: out.rows });
  const painter = new Painter((text) => world.stdout(text), size);
  const lines = (found: StackStatus, columns: number, most?: number) =>
    statusLines(found, address, world.clock.wall(), out.colors, columns, most);
  out.streams = true;
  if (inPlace) out.above = (text) => painter.above(text);
  let last: StackStatus | undefined;
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
        const now = JSON.stringify(statusJson(last, address));
        if (now !== told) {
          if (out.format !== "table") await out.document(statusJson(last, address));
          else out.text(`${told && "\n"}${lines(last, out.columns).join("\n")}`);
        }
        told = now;
      } else if (problem) out.note(`can't read it: ${problem}; looking again`);
      await world.clock.sleep(FOLLOW_MS, stop.signal).catch(() => {});
    }
  } finally {
    painter.clear();
    out.above = undefined;
    restore();
  }
  if (inPlace && last) out.text(lines(last, out.columns).join("\n"));
  return EXIT.done;
}

/** What passes by itself is shown, not ended with; everything else is thrown. */
function whyNot(error: unknown): string | undefined {
  if (error instanceof StoreUnavailable) return error.message;
  if (error instanceof DOMException && error.name === "AbortError") return undefined;
  throw error;
}
