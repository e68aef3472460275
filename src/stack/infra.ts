import { check } from "../schema/check.ts";
import { infraKinds } from "./core_kinds.ts";
import { type Document, plainScope } from "./documents.ts";
import type { Stack } from "./model.ts";
import type { Report } from "./report.ts";

/** Applies the stack-wide infra documents (Networking, Security, Observability, tags of InfraDefaults); defaults by kind are layers of the components. */
export function readInfra(
  documents: readonly Document[],
  stack: Stack,
  report: Report,
): { protectData?: boolean } {
  let protectData: boolean | undefined;
  for (const document of documents) {
    const schema = infraKinds[document.kind];
    if (!schema || document.kind === "ComponentInfra") continue;
    const spec = check(schema, document.spec, [], plainScope(document, report, ["spec"])) as
      | Record<string, unknown>
      | undefined;
    if (!spec) continue;
    if (document.kind === "Networking") stack.networking = { ...spec, ...stack.networking };
    if (document.kind === "Observability") stack.logRetentionDays = spec.logRetentionDays as number;
    if (document.kind === "Security") {
      stack.kmsKeyId = spec.kmsKeyId as string | undefined;
      stack.permissionsBoundary = spec.permissionsBoundary as string | undefined;
      protectData = spec.deletionProtection as boolean | undefined;
    }
    if (document.kind === "InfraDefaults") {
      stack.defaultTags = { ...spec.tags as Record<string, string>, ...stack.defaultTags };
    }
  }
  return { protectData };
}
