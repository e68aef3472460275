import type {
  DiagnosticEvent,
  EngineEvent as PulumiEvent,
  StepEventMetadata,
} from "@pulumi/pulumi/automation/events.d.ts";
import type { EngineEvent, Operation } from "../port.ts";
import { resourceOfUrn } from "./urn.ts";

/** Pulumi's steps as ours. A replacement is two steps (new one, old one); both are called `replace`. */
const operations: Record<string, Operation> = {
  "same": "same",
  "create": "create",
  "import": "create",
  "update": "update",
  "delete": "delete",
  "discard": "delete",
  "create-replacement": "replace",
  "import-replacement": "replace",
  "delete-replaced": "replace",
  "discard-replaced": "replace",
  "read": "read",
  "read-replacement": "read",
  "refresh": "read",
};

/** What a step does; `undefined` for steps that only keep Pulumi's own books. */
export function operationOf(step: StepEventMetadata): Operation | undefined {
  return operations[step.op];
}

/** One Pulumi event as one of ours, or nothing. `at`: milliseconds since the run began. */
export function translateEvent(event: PulumiEvent, at: number): EngineEvent | undefined {
  if (event.resourcePreEvent) return step(event.resourcePreEvent.metadata, "started", at);
  if (event.resOutputsEvent) return step(event.resOutputsEvent.metadata, "succeeded", at);
  if (event.resOpFailedEvent) return step(event.resOpFailedEvent.metadata, "failed", at);
  if (event.diagnosticEvent) return diagnostic(event.diagnosticEvent, at);
}

function step(
  metadata: StepEventMetadata,
  status: "started" | "succeeded" | "failed",
  at: number,
): EngineEvent | undefined {
  const resource = resourceOfUrn(metadata.urn);
  const operation = operationOf(metadata);
  if (!resource || !operation) return undefined;
  return {
    type: "resource",
    status,
    at,
    key: resource.key,
    resourceType: resource.type,
    operation,
  };
}

function diagnostic(event: DiagnosticEvent, at: number): EngineEvent | undefined {
  const { severity, urn, ephemeral } = event;
  if (ephemeral || (severity !== "error" && severity !== "warning")) return undefined;
  const key = urn === undefined ? undefined : resourceOfUrn(urn)?.key;
  const message = plain(event.message);
  if (message === "") return undefined;
  return { type: "diagnostic", at, severity, ...(key !== undefined && { key }), message };
}

/** Without Pulumi's colour tags ("<{%reset%}>") and the white space around. */
function plain(message: string): string {
  return message.replace(/<\{%[^%]*%\}>/g, "").trim();
}
