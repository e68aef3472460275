import type { FormatTarget } from "../../operations/format.ts";
import type { CommandModule, Context } from "../command.ts";
import { absolute } from "../config.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import { Failure } from "../failure.ts";
import type { CommonOptions } from "../options.ts";
import { stackFolder } from "../stack_command.ts";
import { diagnosticJson, diagnosticsText } from "../view/diagnostics.ts";
import { counted, wrap } from "../view/style.ts";

interface Options extends CommonOptions {
  check?: boolean;
  diff?: boolean;
}

export const { define }: CommandModule = {
  define(command, context, done) {
    command
      .argument(
        "[paths...]",
        "stack folders, folders inside one, or files (default: the nearest stack)",
      )
      .option("--check", "write nothing; exit 1 when something would change")
      .option("--diff", "write nothing; show what would change")
      .action((paths, options) => done(format(context, paths, options as Options)));
  },
};

async function format(context: Context, paths: string[], options: Options): Promise<ExitCode> {
  const { world, out } = context;
  const { formatStack } = await import("../../operations/format.ts");
  const targets = await targetsOf(context, paths);
  const results = targets.map((target) => formatStack(world.files, target));
  const files = results.flatMap((result) => result.files);
  const diagnostics = results.flatMap((result) => result.diagnostics);
  const changed = files.filter(({ before, after }) => before !== after);
  const kept = files.filter((file) => file.kept.length > 0);
  const write = !options.check && !options.diff;
  if (write) { for (const { path, after } of changed) world.write(path, after); }
  if (out.format !== "table") {
    await out.document({
      schema: "panka/fmt@1",
      written: write,
      files: files.length,
      changed: changed.map(({ path, changes }) => ({ file: path, changes })),
      kept: kept.map(({ path, kept }) => ({ file: path, keys: kept })),
      diagnostics: diagnostics.map(diagnosticJson),
    });
  } else {
    if (diagnostics.length) {
      out.note(diagnosticsText(diagnostics, out.errorColors, out.columns));
    }
    if (options.diff) {
      const { unifiedDiff } = await import("../view/line_diff.ts");
      for (const { path, before, after } of changed) {
        out.text(unifiedDiff(path, before, after, out.colors));
      }
    } else for (const { path } of changed) out.text(path);
    for (const { path, kept: keys } of kept) {
      out.note(
        wrap(
          `note: ${path} keeps ${
            keys.join(", ")
          } as it is: a comment, a variable or a document laid over it is in the way`,
          out.columns,
          "  ",
        ),
      );
    }
    const verb = write ? "changed" : "would change";
    out.note(
      out.errorColors.dim(
        `${counted(changed.length, "file")} ${verb}, ${
          files.length - changed.length
        } as they should be`,
      ),
    );
    if (!write && changed.length) out.note(out.errorColors.dim(`next: panka fmt${given(paths)}`));
  }
  const wrong = diagnostics.length > 0 || (options.check && changed.length > 0);
  return wrong ? EXIT.error : EXIT.done;
}

const given = (paths: readonly string[]) => paths.map((path) => ` ${path}`).join("");

/** What the paths mean: the stack that each is, lies in, or lies above. */
async function targetsOf(context: Context, paths: readonly string[]): Promise<FormatTarget[]> {
  const { world } = context;
  const isStack = (folder: string) =>
    ["stack.yaml", "stack.yml"].some((name) => world.files.stat(`${folder}/${name}`));
  const targets: FormatTarget[] = [];
  for (const path of paths.length ? paths : [stackFolder(context, undefined)]) {
    const clean = path.replace(/(.)\/+$/, "$1");
    const kind = world.files.stat(clean)?.kind;
    if (kind === undefined) {
      throw new Failure({
        code: "no-file",
        summary: `"${path}" is not there`,
        fix: "name a stack folder or a YAML file",
      }, EXIT.usage);
    }
    if (kind === "folder" && isStack(clean)) targets.push({ root: clean });
    else {
      const around = stackAround(clean, world.cwd, isStack);
      if (around) targets.push(around);
      else if (kind === "file") targets.push({ root: clean });
      else targets.push(...await stacksBelow(context, clean));
    }
  }
  return targets;
}

/** The stack that a path lies in. */
function stackAround(
  path: string,
  cwd: string,
  isStack: (folder: string) => boolean,
): FormatTarget | undefined {
  const whole = absolute(cwd, path);
  for (let here = path, up = whole; up.includes("/") && up !== "/";) {
    up = up.slice(0, up.lastIndexOf("/")) || "/";
    here = here.includes("/") && !/(^|\/)\.\.?$/.test(here)
      ? here.slice(0, here.lastIndexOf("/")) || "/"
      : here === "." || /(^|\/)\.\.$/.test(here)
      ? here === "." ? ".." : `${here}/..`
      : ".";
    if (!isStack(here)) continue;
    return {
      root: here,
      only: (file) => {
        const at = absolute(cwd, file);
        return at === whole || at.startsWith(`${whole}/`);
      },
    };
  }
  return undefined;
}

async function stacksBelow({ world }: Context, folder: string): Promise<FormatTarget[]> {
  const { findStacks } = await import("../../stack/find_stacks.ts");
  const { found } = findStacks(world.files, folder);
  if (found.length === 0) {
    throw new Failure({
      code: "no-stack",
      summary: `no stack at or below "${folder}"`,
      fix: "name a stack folder or a YAML file",
    });
  }
  return found.map((root) => ({ root }));
}
