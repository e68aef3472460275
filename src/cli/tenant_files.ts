import { findKind, kindNames } from "../kinds/registry.ts";
import { nearest } from "../schema/nearest.ts";
import type { Diagnostic } from "../stack/model.ts";
import type { TenantDocument } from "../tenant/make_tenant.ts";
import { readTenantConfig, type TenantConfig } from "../tenant/tenant_config.ts";
import type { Context } from "./command.ts";
import { Invalid, usage } from "./failure.ts";

/**
 * Reads a file of tenants' documents, separated by `---`; all that is wrong is shown before anything is done.
 *
 * @throws Invalid where there are errors; Failure without such a file
 */
export function readTenantFile(context: Context, path: string): TenantDocument[] {
  const { files } = context.world;
  if (files.stat(path)?.kind !== "file") {
    throw usage(`there is no file "${path}"`, "name a file with a TenantConfig");
  }
  const texts = documentsIn(new TextDecoder().decode(files.read(path)));
  return readTenantTexts(context, path, texts);
}

/** As {@link readTenantFile}, of texts that have the lines of the file before them. */
export function readTenantTexts(
  context: Context,
  path: string,
  texts: readonly string[],
): TenantDocument[] {
  const diagnostics: Diagnostic[] = [];
  const found = texts.flatMap((text) => {
    const read = readTenantConfig(text, path);
    diagnostics.push(...read.diagnostics, ...unknownKinds(read.config));
    return read.config ? [{ config: read.config, text: `${text.trim()}\n` }] : [];
  });
  if (diagnostics.some(({ severity }) => severity === "error")) throw new Invalid(diagnostics, 0);
  context.out.diagnostics(diagnostics);
  return found;
}

/** A name that no kind has would let nothing in. Tenants read on: theirs may be an older panka. */
const unknownKinds = (config: TenantConfig | undefined): Diagnostic[] =>
  (config?.spec.allowedResources ?? []).filter((name) => !findKind(name)).map((name) => ({
    severity: "error",
    code: "unknown-kind",
    summary: `spec.allowedResources names "${name}", and there is no such kind`,
    fix: `write ${nearest(name, kindNames()) ?? "a kind"}; panka explain lists them`,
  }));

/** Each document, on the lines that it has in the file. */
function documentsIn(source: string): string[] {
  const documents = [""];
  let line = 0;
  for (const text of source.split("\n")) {
    line++;
    // A line that begins so is never part of anything else (YAML 1.2.2, 9.1.2).
    if (/^---(\s|$)/.test(text)) documents.push("\n".repeat(line - 1) + text.replace("---", ""));
    else documents[documents.length - 1] += (line > 1 ? "\n" : "") + text;
  }
  return documents.filter((text) => /^\s*[^\s#]/m.test(text));
}
