import { recordedComponents } from "../planning/plan.ts";
import type { Stack } from "../stack/model.ts";
import type { StateDocument } from "../state/document.ts";
import { PlanStale } from "../state/refusals.ts";
import type { Planned } from "./prepare.ts";

/** Code on this machine is not what was planned: the stack has to be read anew. */
export class CodeChanged extends PlanStale {}

/** Where code is kept that was deployed from a folder, for going back to it. */
export interface CodeArchive {
  /** sha256 (hex) of all that is kept. */
  list(): Promise<ReadonlySet<string>>;
  /**
   * Keeps the content of a folder or file.
   *
   * @throws CodeChanged when that is not what was hashed before
   */
  keep(code: { path: string; sha256: string }): Promise<void>;
  /** Puts kept code onto this machine, and says where; undefined where it is not kept. */
  bring(sha256: string, name: string): Promise<string | undefined>;
}

/** Keeps the code of all that a plan changes. */
export async function keepCode(archive: CodeArchive, { plan, stack }: Planned): Promise<void> {
  const changed = new Set(
    plan.changes.filter(({ action }) => action !== "unchanged").map(({ id }) => id),
  );
  const code = stack.components.filter(({ id }) => changed.has(id))
    .flatMap(({ files }) => Object.values(files))
    .filter(({ path, text }) => text === undefined && path !== "");
  if (code.length === 0) return;
  const kept = await archive.list();
  for (const [sha256, { path }] of new Map(code.map((file) => [file.sha256, file]))) {
    if (!kept.has(sha256)) await archive.keep({ path, sha256 });
  }
}

/** sha256 → what `find` answers of it, for the code that components ran and that the stack of today has no more. */
export async function formerCode(
  document: StateDocument | undefined,
  { components }: Pick<Stack, "components">,
  find: (sha256: string, name: string) => Promise<string | undefined>,
): Promise<Map<string, string>> {
  const today = new Map(components.map(({ id, files }) => [id, files]));
  const found = new Map<string, string>();
  for (const [id, { files, texts }] of recordedComponents(document)) {
    for (const [name, sha256] of Object.entries(files)) {
      if (texts?.[name] !== undefined || today.get(id)?.[name]?.sha256 === sha256) continue;
      const answer = await find(sha256, name);
      if (answer !== undefined) found.set(sha256, answer);
    }
  }
  return found;
}
