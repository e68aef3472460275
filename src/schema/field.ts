import type { Json } from "../state/document.ts";

/** `{$from, output}`: an output of another component ("service/name"), known when that component is ready. */
export interface OutputReference {
  $from: string;
  output: string;
}

/** `{$join}`: text with outputs of other components in it. */
export interface JoinedText {
  $join: (string | OutputReference)[];
}

/** Text as a checked spec holds it where a field accepts references. */
export type Text = string | OutputReference | JoinedText;

/** What every field says of itself; docs, `explain`, JSON Schema and the plan are made from it. */
export interface Meta {
  /** One line, starting with a noun or verb, with its unit. */
  doc: string;
  /** "seconds", "GiB", "MB", … where a number has one. */
  unit?: string;
  required?: true;
  /** Used when the field is absent. */
  default?: Json;
  /** Changing it replaces the component; the text says why ("AWS can't rename a queue"). */
  replaces?: string;
  /** Older spellings of the key, which `fmt` mends. */
  aliases?: readonly string[];
  /** An older place of another field of the spec ("maintenance.preferredWindow"), to which `fmt` moves it. */
  movedTo?: string;
  /** A value to show where no default says it all. */
  example?: Json;
  /** Accepted and ignored, with a note that says why. */
  ignored?: string;
}

export type Presence = "present" | "optional";
type PresenceOf<M> = M extends { required: true } ? "present"
  : M extends { default: Json } ? "present"
  : "optional";

interface Phantom<T, P extends Presence> {
  readonly meta: Meta;
  /** Types only; never set. */
  readonly _value?: T;
  readonly _presence?: P;
}

interface TextRules {
  pattern?: RegExp;
  /** What the pattern wants, for people: "lower-case letters, digits and dashes". */
  hint?: string;
  minLength?: number;
  maxLength?: number;
  /** Accepts `valueFrom` and `${component.output}`. */
  reference?: true;
}
interface NumberRules {
  min?: number;
  max?: number;
  integer: boolean;
  /** Only these values. */
  oneOf?: readonly number[];
  /** Reads spellings such as "512Mi"; undefined when it can't. `note` tells of rounding. */
  parse?: (text: string) => { value: number; note?: string } | undefined;
  /** How the accepted spellings look, for errors. */
  spellings?: string;
}
interface ChoiceRules {
  values: readonly string[];
  /** Other spellings → canonical value; upper and lower case never matter. */
  spellings?: Readonly<Record<string, string>>;
}
interface ObjectRules {
  /** Exactly one of these groups of keys is to be given, whole. */
  exactlyOne?: readonly (readonly string[])[];
  /** At most one of these keys. */
  atMostOne?: readonly string[];
  /** A scalar in place of the object stands for this field. */
  shorthand?: string;
}

export interface TextField<T = string, P extends Presence = Presence>
  extends Phantom<T, P>, TextRules {
  readonly type: "text";
}
export interface NumberField<P extends Presence = Presence>
  extends Phantom<number, P>, NumberRules {
  readonly type: "number";
}
export interface BooleanField<P extends Presence = Presence> extends Phantom<boolean, P> {
  readonly type: "boolean";
}
export interface ChoiceField<T = string, P extends Presence = Presence>
  extends Phantom<T, P>, ChoiceRules {
  readonly type: "choice";
}
export interface ListField<T = unknown, P extends Presence = Presence> extends Phantom<T[], P> {
  readonly type: "list";
  readonly item: Field;
  readonly min?: number;
  readonly max?: number;
  /** Two items must not share this key's value. */
  readonly unique?: string;
}
export interface MapField<T = unknown, P extends Presence = Presence>
  extends Phantom<Record<string, T>, P> {
  readonly type: "map";
  readonly value: Field;
  readonly keyPattern?: RegExp;
  readonly keyHint?: string;
}
export interface ObjectField<T = unknown, P extends Presence = Presence>
  extends Phantom<T, P>, ObjectRules {
  readonly type: "object";
  readonly fields: Fields;
}
/** The name of a component; checked holds its id ("service/name"). Makes an edge of the graph. */
export interface ComponentField<P extends Presence = Presence> extends Phantom<string, P> {
  readonly type: "component";
  readonly kinds?: readonly string[];
}
/** `{component, output}`. */
export interface ReferenceField<P extends Presence = Presence> extends Phantom<OutputReference, P> {
  readonly type: "reference";
}
/** Any JSON: an event pattern, a policy. */
export interface JsonField<P extends Presence = Presence> extends Phantom<Json, P> {
  readonly type: "json";
  /** Where it holds some fields of a kind: that kind. They are checked where they are used. */
  readonly part?: { readonly name: string; readonly spec: ObjectField };
}

export type Field =
  | TextField<unknown>
  | NumberField
  | BooleanField
  | ChoiceField<unknown>
  | ListField
  | MapField
  // deno-lint-ignore no-explicit-any
  | ObjectField<any>
  | ComponentField
  | ReferenceField
  | JsonField;
export type Fields = Readonly<Record<string, Field>>;

/** The checked value of a field. */
export type Infer<F> = F extends Phantom<infer T, Presence> ? T : never;
type PresentKeys<F extends Fields> = {
  [K in keyof F]: F[K] extends Phantom<unknown, "present"> ? K : never;
}[keyof F];
/** The checked value of an object with these fields: required and defaulted ones are there. */
export type InferFields<F extends Fields> =
  & { [K in PresentKeys<F>]: Infer<F[K]> }
  & { [K in Exclude<keyof F, PresentKeys<F>>]?: Infer<F[K]> };

export function text<const M extends Meta & TextRules>(
  meta: M,
): TextField<M extends { reference: true } ? Text : string, PresenceOf<M>> {
  const { pattern, hint, minLength, maxLength, reference, ...rest } = meta;
  return { type: "text", meta: rest, pattern, hint, minLength, maxLength, reference };
}

type NumberMeta = Meta & Omit<NumberRules, "integer">;
function numeric(meta: NumberMeta, integer: boolean) {
  const { min, max, oneOf, parse, spellings, ...rest } = meta;
  return { type: "number" as const, meta: rest, min, max, oneOf, parse, spellings, integer };
}
export function integer<const M extends NumberMeta>(meta: M): NumberField<PresenceOf<M>> {
  return numeric(meta, true);
}
export function decimal<const M extends NumberMeta>(meta: M): NumberField<PresenceOf<M>> {
  return numeric(meta, false);
}

export function boolean<const M extends Meta>(meta: M): BooleanField<PresenceOf<M>> {
  return { type: "boolean", meta };
}

export function choice<
  const V extends readonly string[],
  const M extends Meta & Omit<ChoiceRules, "values">,
>(
  values: V,
  meta: M,
): ChoiceField<V[number], PresenceOf<M>> {
  const { spellings, ...rest } = meta;
  return { type: "choice", meta: rest, values, spellings };
}

export function list<
  F extends Field,
  const M extends Meta & { min?: number; max?: number; unique?: string },
>(
  item: F,
  meta: M,
): ListField<Infer<F>, PresenceOf<M>> {
  const { min, max, unique, ...rest } = meta;
  return { type: "list", meta: rest, item, min, max, unique };
}

export function map<
  F extends Field,
  const M extends Meta & { keyPattern?: RegExp; keyHint?: string },
>(
  value: F,
  meta: M,
): MapField<Infer<F>, PresenceOf<M>> {
  const { keyPattern, keyHint, ...rest } = meta;
  return { type: "map", meta: rest, value, keyPattern, keyHint };
}

export function object<F extends Fields, const M extends Meta & ObjectRules>(
  fields: F,
  meta: M,
): ObjectField<InferFields<F>, PresenceOf<M>> {
  const { exactlyOne, atMostOne, shorthand, ...rest } = meta;
  return { type: "object", meta: rest, fields, exactlyOne, atMostOne, shorthand };
}

export function component<const M extends Meta & { kinds?: readonly string[] }>(
  meta: M,
): ComponentField<PresenceOf<M>> {
  const { kinds, ...rest } = meta;
  return { type: "component", meta: rest, kinds };
}

export function reference<const M extends Meta>(meta: M): ReferenceField<PresenceOf<M>> {
  return { type: "reference", meta };
}

export function json<const M extends Meta & Pick<JsonField, "part">>(
  meta: M,
): JsonField<PresenceOf<M>> {
  const { part, ...rest } = meta;
  return { type: "json", meta: rest, part };
}
