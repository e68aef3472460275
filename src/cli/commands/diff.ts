import { compareStates } from "../../operations/compare_states.ts";
import { findVersion, type FoundVersion } from "../../operations/find_version.ts";
import { makerOf } from "../../operations/state_versions.ts";
import type { Context, Define, Folder } from "../command.ts";
import { Failure } from "../failure.ts";
import { shellWord } from "../next_step.ts";
import { addStackArguments, examples, type StackOptions } from "../options.ts";
import { type Addressed, addressed } from "../recorded.ts";
import { differenceJson, differenceText } from "../view/difference.ts";

export const define: Define = (command, context, done) =>
  examples(
    addStackArguments(
      command.argument("<a>", "a deployment (42), a state's version, serial:17, latest or previous")
        .argument("<b>", "the same, compared with it"),
    ),
    "panka diff 41 42 -e production",
    "panka diff previous latest",
    "panka diff serial:17 latest -o json",
  ).action((a, b, folder, options) => done(diff(context, a, b, folder, options)));

async function diff(
  context: Context,
  a: string,
  b: string,
  folder: Folder,
  options: StackOptions,
): Promise<void> {
  const { out } = context;
  const target = await addressed(context, folder, options);
  const sought = [find(target, a), find(target, b)] as const;
  // Where one is not there, the other is still being read.
  await Promise.allSettled(sought);
  const [older, newer] = await Promise.all(sought);
  const difference = compareStates(older.document, newer.document);
  if (out.format !== "table") {
    return await out.document({
      schema: "panka/diff@1",
      a: sideJson(older),
      b: sideJson(newer),
      ...differenceJson(difference),
    });
  }
  const sides = [side(older), side(newer)] as const;
  out.text(differenceText(difference, sides, out.colors, out.columns));
  const deployment = /^deployment (\d+)$/.exec(older.means)?.[1];
  out.say(
    deployment
      ? `next: panka rollback ${target.again} --to ${deployment} goes back to it`
      : `next: panka state restore ${target.again} --version ${
        shellWord(older.versionId)
      } puts back the record alone; AWS stays as it is`,
  );
}

async function find({ address, backend }: Addressed, name: string): Promise<FoundVersion> {
  const found = await findVersion(backend.store, address, name);
  if (found) return found;
  throw new Failure({
    code: "no-version",
    summary:
      `there is no deployment and no version "${name}" of ${address.stack} in ${address.environment}`,
    fix: "panka history lists deployments, panka state history versions of the state",
  });
}

function side(version: FoundVersion) {
  const { by, command } = makerOf(version.document);
  return { means: version.means, serial: version.document.serial, at: version.at, by, command };
}

function sideJson({ versionId, at, document }: FoundVersion): Record<string, unknown> {
  const { by, command, deployment } = makerOf(document);
  return {
    versionId,
    serial: document.serial,
    at: new Date(at).toISOString(),
    by,
    command,
    deployment,
  };
}
