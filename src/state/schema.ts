import { anything, count, list, map, object, oneOf, seconds, text } from "./checks.ts";

const component = object({
  kind: text,
  status: oneOf("creating", "ready", "updating", "deleting", "failed", "unhealthy"),
  spec: map(anything),
  files: map(text),
  rendered: text,
  outputs: map(anything),
  dependsOn: list(text),
  resources: map(object({ type: text }, { urn: text, physicalName: text, id: text })),
  deployment: text,
}, {
  labels: map(text),
  texts: map(text),
  uses: text,
  description: text,
  edges: list(object({ to: text, via: text }, { output: text })),
});

const intent = object({
  component: text,
  action: oneOf("create", "update", "replace", "delete"),
  resources: list(object({ name: text, type: text }, { physicalName: text })),
});

const inFlight = object({
  deployment: text,
  fence: count,
  owner: text,
  user: text,
  host: text,
  started: text,
  intents: list(intent),
}, { command: text, gitCommit: text, ciRunUrl: text, inherited: list(intent) });

const unit = object({ fence: count, components: map(component) }, {
  settings: map(anything),
  checkpoint: object({ key: text, versionId: text, sha256: text }),
  inFlight,
});

const deployment = object({
  id: text,
  number: count,
  at: text,
  by: text,
  host: text,
  command: text,
  result: oneOf("succeeded", "failed", "rolled-back", "cancelled", "interrupted"),
  changes: object({ create: count, update: count, replace: count, delete: count }),
}, { seconds, gitCommit: text, ciRunUrl: text, reason: text });

const edit = object(
  { serial: count, at: text, by: text, host: text, command: text },
  { reason: text },
);

/** Format 1 of `state.json`. */
export const stateSchema = object({
  formatVersion: oneOf(1),
  stack: text,
  environment: text,
  engine: oneOf("pulumi", "sandbox"),
  locking: oneOf("stack", "service"),
  serial: count,
  writeId: text,
  units: map(unit),
  outputs: map(anything),
  deployments: list(deployment),
}, { tenant: text, lineage: text, writtenBy: text, lastEdit: edit });
