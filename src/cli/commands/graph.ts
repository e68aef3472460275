import { Option } from "@commander-js/extra-typings";
import { type StackGraph, stackGraph } from "../../planning/graph.ts";
import type { Context, Define, Folder } from "../command.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import { Invalid } from "../failure.ts";
import {
  addFolderOptions,
  addScopeOptions,
  type ScopeOptions,
  type StackOptions,
} from "../options.ts";
import { scopeFor } from "../scope_option.ts";
import { loadFor } from "../stack_command.ts";
import { graphAscii, graphJson } from "../view/graph.ts";

const FORMATS = ["ascii", "dot", "mermaid", "json"] as const;
type GraphFormat = typeof FORMATS[number];
type Drawing = Exclude<GraphFormat, "json">;

interface Options extends Omit<StackOptions, "output">, ScopeOptions {
  format?: GraphFormat;
  output?: GraphFormat | "table" | "yaml";
}

export const define: Define = (command, context, done) =>
  addScopeOptions(
    addFolderOptions(command.argument("[folder]", "stack folder (default: the nearest one)")),
  )
    .addOption(new Option("--format <format>", "how to draw it").choices(FORMATS))
    // Once, `--output` was what `--format` is.
    .addOption(
      new Option("-o, --output <format>", "how to print").choices([
        "table",
        "json",
        "yaml",
        "ascii",
        "dot",
        "mermaid",
      ]),
    )
    .action((folder, options) => done(graph(context, folder, options)));

/** Mermaid's own limit; more needs `maxEdges` in its configuration. */
const MERMAID_EDGES = 500;

async function graph(context: Context, folder: Folder, options: Options): Promise<ExitCode> {
  const { out } = context;
  const wanted = options.format ?? options.output ?? "ascii";
  const format = wanted === "table" ? "ascii" : wanted;
  const machine = format === "json" || format === "yaml" ? format : undefined;
  out.configure({ ...options, output: machine ?? "table" });
  const { partial, stack, diagnostics, dropped } = await loadFor(context, folder, {
    ...options,
    output: undefined,
  });
  if (!partial) throw new Invalid(diagnostics, dropped);
  const errors = diagnostics.filter((d) => d.severity === "error");
  out.diagnostics(errors);
  const made = stackGraph(partial, scopeFor(partial, undefined, options));
  if (machine) await out.document(graphJson(made, errors));
  else await draw(made, format as Drawing, context);
  if (stack) return EXIT.done;
  const cyclesOnly = diagnostics.every((d) => d.severity !== "error" || d.code === "cycle");
  out.note(
    cyclesOnly
      ? "next: remove one reference of each cycle"
      : "what has errors is left out; next: panka validate",
  );
  return EXIT.error;
}

async function draw(made: StackGraph, format: Drawing, { out }: Context): Promise<void> {
  if (format === "ascii") return out.text(graphAscii(made, out.colors, out.columns));
  const { graphDot, graphMermaid } = await import("../view/graph_drawing.ts");
  out.text(format === "dot" ? graphDot(made) : graphMermaid(made));
  if (format === "mermaid" && made.edges.length > MERMAID_EDGES) {
    out.note(`Mermaid draws at most ${MERMAID_EDGES} edges unless its maxEdges is raised`);
  }
}
