import type { Value } from "../engine/resource.ts";
import { type Fields, type InferFields, object, type ObjectField } from "../schema/field.ts";
import { commonFields, type CommonSpec } from "./common_fields.ts";
import type { RenderContext, Rendered, StackFacts } from "./render.ts";
import type { Report } from "./report.ts";
import type { Statement } from "./shapes/statement.ts";

export type Group = "Containers" | "Databases" | "Caches" | "Storage" | "Messaging" | "Networking";

/** What a component exposes to others through `valueFrom` and `${component.output}`. */
export interface Output {
  doc: string;
  /** Older spellings. */
  aliases?: readonly string[];
}
export type Outputs = Readonly<Record<string, Output>>;

/** How far a kind can be shown to work without an AWS account; the support matrix prints it. */
export interface Proof {
  /** `emulator`: created, changed and destroyed on an emulator; `create`: created and previewed there; `snapshot`: checked by its program alone. */
  level: "emulator" | "create" | "snapshot";
  /** What an emulator can't show. */
  note?: string;
}

/** A file or folder beside the YAML that a spec names, read by the loader. */
export interface FileUse {
  /** Relative to the service's folder. */
  name: string;
  /** `text`: its content is needed to render; `archive`: a folder or zip that the engine uploads. */
  as: "text" | "archive";
  /** Most bytes of text, together with this component's other files. */
  most?: number;
  path: (string | number)[];
}

/** How another component uses this one, for deriving least-privilege statements. */
export interface Access {
  /** Field of the user through which it refers here: "triggers", "environment", "dependsOn", … */
  via: string;
  /** `consume`: takes messages or records (a trigger); `use`: reads and writes as a client. */
  mode: "consume" | "use";
}

/** A component that another one names. */
export interface Used {
  kind: Kind;
  /** Checked. */
  spec: { [field: string]: unknown };
}

/** What the whole stack says, as rules between components need it. */
export type StackSays = Pick<StackFacts, "region" | "accountId" | "kmsKeyId">;

/** Finds a component that a spec names. */
export type FindUsed = (id: string | undefined) => Used | undefined;

/** What a kind says of itself. */
interface About<O extends Outputs> {
  readonly name: string;
  readonly group: Group;
  /** One line: what it is on AWS and what it is for. */
  readonly summary: string;
  readonly outputs: O;
  readonly proof: Proof;
  /** A complete spec that validates, for `explain`, docs and `service add`. */
  readonly example: string;
  /** Forwards to other components. */
  readonly forwards?: boolean;
}

/** What a kind does with a spec that is checked. */
interface Acts<S, O extends Outputs> {
  /** Rules between fields. Called only when every field by itself is right. */
  check?(spec: S, report: Report): void;
  /** Rules between this component and those that it names. Called after all `check`s, with no error so far in this one. */
  checkUses?(spec: S, used: FindUsed, report: Report, stack: StackSays): void;
  files?(spec: S): FileUse[];
  /** Whether it makes a load balancer, which gets the stack's ingress rules (see render.ts). */
  balances?(spec: S): boolean;
  /** Whether it works only once another component forwards to it, which must not wait for it then. */
  behind?(spec: S): boolean;
  render(context: RenderContext<S>): Rendered<O>;
  /** What a component that uses this one may do with it; `outputs` are this component's. */
  access?(outputs: Record<keyof O, Value>, access: Access, spec: S): Statement[];
}

export interface KindDefinition<F extends Fields, O extends Outputs>
  extends About<O>, Acts<InferFields<F> & CommonSpec, O> {
  aliases?: readonly string[];
  fields: F;
  /** Whether deleting or replacing it loses data; a function where the spec decides. */
  holdsData: boolean | ((spec: InferFields<F> & CommonSpec) => boolean);
}

/** A kind with its types forgotten, as the rest of panka sees it. */
export interface Kind extends About<Outputs>, Acts<unknown, Outputs> {
  readonly aliases: readonly string[];
  readonly spec: ObjectField;
  /** Said without looking at a spec; "depends" where the spec decides. */
  readonly data: "holds" | "none" | "depends";
  holdsData(spec: unknown): boolean;
}

/** Makes a kind of its definition: adds the fields that all kinds take, and forgets the types. */
export function defineKind<const F extends Fields, const O extends Outputs>(
  definition: KindDefinition<F, O>,
): Kind {
  const { fields, holdsData, aliases = [], ...rest } = definition;
  return {
    ...rest,
    aliases,
    spec: object({ ...fields, ...commonFields }, { doc: definition.summary }),
    data: typeof holdsData === "function" ? "depends" : holdsData ? "holds" : "none",
    holdsData: typeof holdsData === "function" ? holdsData : () => holdsData,
  } as unknown as Kind;
}

/** The canonical name of an output, `undefined` when the kind has none of that name. */
export function outputName(kind: Kind, name: string): string | undefined {
  if (Object.hasOwn(kind.outputs, name)) return name;
  const camel = name.replace(/[_-]([a-z])/g, (_, letter: string) => letter.toUpperCase());
  if (Object.hasOwn(kind.outputs, camel)) return camel;
  return Object.keys(kind.outputs).find((output) => kind.outputs[output]!.aliases?.includes(name));
}
