import type { Deployment } from "../operations/deploy.ts";
import { type SavedPlan, stackOfPlan } from "../operations/saved_plan.ts";
import type { Scope } from "../planning/plan.ts";
import type { Stack } from "../stack/model.ts";
import type { Context } from "./command.ts";
import { Failure, usage } from "./failure.ts";
import type { ScopeOptions, StackOptions } from "./options.ts";

/** Whether what a user named is a plan, not a stack: a file that is no YAML. */
export function isSavedPlan({ world }: Context, path: string): boolean {
  return !/\.ya?ml$/i.test(path) && world.files.stat(path)?.kind === "file";
}

/** What a saved plan says is to be done. It is all that counts: options that choose something else are refused. */
export function openSavedPlan(
  { world }: Context,
  path: string,
  options: StackOptions & ScopeOptions,
): { stack: Stack; scope: Scope; bound: Deployment["bound"]; sandbox: boolean } {
  const { env, environment, var: variables, varFile, service, component } = options;
  if (env ?? environment ?? [...variables, ...varFile, ...service, ...component][0]) {
    throw usage(
      "a saved plan says by itself what is applied, and where",
      `panka apply ${path}, without -e, --var, --service and --component`,
    );
  }
  const saved = read(world.files.read(path), path);
  return {
    stack: stackOfPlan(world.files, saved),
    scope: saved.scope && new Set(saved.scope),
    bound: { basis: saved.basis, digest: saved.digest },
    sandbox: saved.engine === "sandbox",
  };
}

function read(bytes: Uint8Array, path: string): SavedPlan {
  try {
    const saved = JSON.parse(new TextDecoder().decode(bytes));
    if (saved?.schema === "panka/saved-plan@1") return saved;
  } catch {
    // Said below.
  }
  throw new Failure({
    code: "no-plan",
    summary: `"${path}" is not a plan that this version can read`,
    fix: "save one with panka plan --out FILE, or name a stack's folder",
  });
}
