/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** How far a component got. `failed` and `deleting` are what a crash or an error leaves behind. */
export type ComponentStatus =
  | "creating"
  | "ready"
  | "updating"
  | "deleting"
  | "failed"
  | "unhealthy";

/** A secret output is recorded as where it lives, never as its value. */
export interface SecretReference {
  $secret: string;
}

/** One cloud resource that was made. */
export interface RecordedResource {
  /** "aws:sqs/queue:Queue". */
  type: string;
  /** The engine's own name of it. */
  urn?: string;
  /**
   * The name by which AWS knows it, where it has one of our choosing: for finding again what a
   * crash left unrecorded.
   */
  physicalName?: string;
  /** By which AWS knows it, where the URN does not say. */
  id?: string;
}

/** What was made true of one component, and from what. */
export interface ComponentState {
  kind: string;
  status: ComponentStatus;
  /**
   * The desired spec after resolution: variables filled in, defaults applied, references as
   * `{$from}`.
   */
  spec: { [key: string]: Json };
  /** sha256 of the content of each config file or code folder, by name. */
  files: { [name: string]: string };
  /** Content of the config files among them, so that a rollback brings it back. */
  texts?: { [name: string]: string };
  /**
   * sha256 of the rendered resources, so that a panka that renders a kind differently shows up as a
   * change.
   */
  rendered: string;
  outputs: { [name: string]: Json | SecretReference };
  /** Ids of components ("service/name"). */
  dependsOn: string[];
  /** What it uses of them, in the order of its spec: leave to do so is given in that order. */
  edges?: { to: string; via: string; output?: string }[];
  /** What it gets of other services, where services are locked one by one; see `usesOf`. */
  uses?: string;
  /** What it is made of, by the resources' keys. */
  resources: { [key: string]: RecordedResource };
  /** Id of the deployment that last changed it. */
  deployment: string;
  labels?: { [name: string]: string };
  /** What its document says of it; some kinds pass it on to AWS. */
  description?: string;
}

/**
 * An operation that was approved, recorded before the engine starts: what a crash may have half
 * done.
 */
export interface Intent {
  component: string;
  action: "create" | "update" | "replace" | "delete";
  resources: { name: string; type: string; physicalName?: string }[];
}

export interface InFlight {
  deployment: string;
  fence: number;
  owner: string;
  user: string;
  host: string;
  /** RFC 3339. */
  started: string;
  /** Absent where it is no deployment: a restore leaves in flight what the older version does not know. */
  command?: string;
  gitCommit?: string;
  ciRunUrl?: string;
  intents: Intent[];
  /**
   * What earlier runs had in flight and nobody has looked for yet: carried on until a commit says
   * it is accounted for.
   */
  inherited?: Intent[];
}

/** What shares one engine checkpoint and one lock: the whole stack, or one service. */
export interface UnitState {
  /** Highest fence that ever sealed or wrote this unit. */
  fence: number;
  components: { [id: string]: ComponentState };
  /**
   * What the stack said of everything at once (region, network, tags, services, outputs) when they
   * were made.
   */
  settings?: { [name: string]: Json };
  checkpoint?: { key: string; versionId: string; sha256: string };
  inFlight?: InFlight;
}

export interface DeploymentSummary {
  /** Sortable, unique. */
  id: string;
  /** 1, 2, 3 …: what people call it. */
  number: number;
  /** When it ended, or began where it was cut off; RFC 3339. */
  at: string;
  by: string;
  host: string;
  command: string;
  result: "succeeded" | "failed" | "rolled-back" | "cancelled" | "interrupted";
  changes: { create: number; update: number; replace: number; delete: number };
  /** Absent where it was cut off: nobody saw its end. */
  seconds?: number;
  gitCommit?: string;
  ciRunUrl?: string;
  /** Why, where a person gave a reason (state push, unlock). */
  reason?: string;
}

/** A change of the state by hand: `state rm`, `mv`, `push`, `restore`, `locking`. */
export interface StateEdit {
  /** Of the version that it made; other versions only carry it on. */
  serial: number;
  /** RFC 3339. */
  at: string;
  by: string;
  host: string;
  command: string;
  reason?: string;
}

/** `state.json`: the root of everything known of one stack in one environment. */
export interface StateDocument {
  formatVersion: 1;
  stack: string;
  environment: string;
  tenant?: string;
  /** Random, since the first seal: what is made for this state, and not for another of its name, bears it. */
  lineage?: string;
  /** Version of the panka that wrote it, for telling people which one to install. */
  writtenBy?: string;
  /** Which engine wrote it; another one refuses it. */
  engine: "pulumi" | "sandbox";
  locking: "stack" | "service";
  /** Grows by one with each write. */
  serial: number;
  /** Random in every write, so that equal contents never have equal ETags. */
  writeId: string;
  units: { [unit: string]: UnitState };
  /** The stack's own outputs. */
  outputs: { [name: string]: Json | SecretReference };
  /** The last 100, newest first. */
  deployments: DeploymentSummary[];
  /** Who last changed it by hand. */
  lastEdit?: StateEdit;
  /** sha256 over the canonical JSON of all the rest. */
  checksum: string;
}
