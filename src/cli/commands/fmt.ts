import type { FormatTarget } from "../../operations/format.ts";
import type { Context, Define } from "../command.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import { Failure } from "../failure.ts";
import type { CommonOptions } from "../options.ts";
import { absolute, relative, stackFileIn } from "../paths.ts";
import { stackFolder } from "../stack_command.ts";
import { diagnosticJson } from "../view/diagnostics.ts";
import { counted, wrap } from "../view/style.ts";

interface Options extends CommonOptions {
  check?: boolean;
  diff?: boolean;
}

export const define: Define = (command, context, done) =>
  command
    .argument(
      "[paths...]",
      "stack folders, folders inside one, or files (default: the nearest stack)",
    )
    .option("--check", "write nothing; exit 1 when something would change")
    .option("--diff", "write nothing; show what would change")
    .action((paths, options) => done(format(context, paths, options)));

async function format(context: Context, paths: string[], options: Options): Promise<ExitCode> {
  const { world, out } = context;
  const { formatStack } = await import("../../operations/format.ts");
  const targets = await targetsOf(context, paths);
  const results = targets.map((target) => formatStack(world.files, target));
  const files = results.flatMap((result) => result.files)
    .map((file) => ({ ...file, shown: shownPath(world.cwd, file.path) }));
  const diagnostics = results.flatMap((result) => result.diagnostics);
  const changed = files.filter(({ before, after }) => before !== after);
  const kept = files.filter((file) => file.kept.length > 0);
  const write = !options.check && !options.diff;
  if (write) { for (const { path, after } of changed) world.write(world.files.real(path), after); }
  if (out.format !== "table") {
    await out.document({
      schema: "panka/fmt@1",
      written: write,
      files: files.length,
      changed: changed.map(({ shown, changes }) => ({ file: shown, changes })),
      kept: kept.map(({ shown, kept }) => ({ file: shown, keys: kept })),
      diagnostics: diagnostics.map(diagnosticJson),
    });
  } else {
    out.diagnostics(diagnostics);
    if (options.diff) {
      const { unifiedDiff } = await import("../view/line_diff.ts");
      for (const { shown, before, after } of changed) {
        out.text(unifiedDiff(shown, before, after, out.colors));
      }
    } else for (const { shown } of changed) out.text(shown);
    for (const { shown, kept: keys } of kept) {
      out.note(
        wrap(
          `note: ${shown} keeps ${
            keys.join(", ")
          } as it is: a comment, a variable or a document laid over it is in the way`,
          out.columns,
          "  ",
        ),
      );
    }
    const verb = write ? "changed" : "would change";
    out.hint(
      `${counted(changed.length, "file")} ${verb}, ${
        files.length - changed.length
      } as they should be`,
    );
    if (!write && changed.length) out.hint(`next: panka fmt${given(paths)}`);
  }
  const wrong = diagnostics.length > 0 || (options.check && changed.length > 0);
  return wrong ? EXIT.error : EXIT.done;
}

/** Not `../../services/web/app.yaml` for what lies right here. */
const shownPath = (cwd: string, path: string) =>
  path.startsWith("/") ? path : relative(cwd, absolute(cwd, path));

const given = (paths: readonly string[]) => paths.map((path) => ` ${path}`).join("");

/** What the paths mean: the stack that each is, lies in, or lies above. */
async function targetsOf(context: Context, paths: readonly string[]): Promise<FormatTarget[]> {
  const { world } = context;
  const isStack = (folder: string) => stackFileIn(world.files, folder) !== undefined;
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
  for (let here = whole; here !== "/" && here.includes("/");) {
    here = here.slice(0, here.lastIndexOf("/")) || "/";
    const root = relative(cwd, here);
    if (!isStack(root)) continue;
    const only = (file: string) => `${absolute(cwd, file)}/`.startsWith(`${whole}/`);
    return { root, only };
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
