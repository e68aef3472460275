import {
  constructFromEvents,
  CORE_SCHEMA,
  type Event,
  EVENT_ID,
  getScalarValue,
  mergeTag,
  parseEvents,
  type ScalarEvent,
  YAMLException,
} from "js-yaml";
import type { Path } from "../schema/problem.ts";

/** What aliases may unfold to: no document that a person writes comes near. */
const MOST_VALUES = 50_000;

/** Why a document with aliases can't be used: one holds itself, or they unfold to far too much. Undefined when it can. */
function aliasProblem(value: unknown): string | undefined {
  const sizes = new Map<object, number>();
  const open = new Set<object>();
  let circle = false;
  const sizeOf = (value: unknown): number => {
    if (typeof value !== "object" || value === null) return 1;
    const known = sizes.get(value);
    if (known !== undefined) return known;
    if (open.has(value)) {
      circle = true;
      return 1;
    }
    open.add(value);
    let size = 1;
    for (const item of Object.values(value)) size += sizeOf(item);
    open.delete(value);
    sizes.set(value, size);
    return size;
  };
  const size = sizeOf(value);
  if (circle) return "an alias leads back to what holds it";
  return size > MOST_VALUES ? `aliases unfold to more than ${MOST_VALUES} values` : undefined;
}

/** A part of a source text, in UTF-16 units. */
export interface Span {
  start: number;
  end: number;
}

interface YamlDocument {
  value: unknown;
  /** Index of its first event. */
  first: number;
}

export interface YamlFile {
  source: string;
  documents: YamlDocument[];
  /** Set when the text is not YAML; `documents` is empty then. */
  error?: { message: string; span: Span };
}

const MAX_DEPTH = 64;
const SCHEMA = CORE_SCHEMA.withTags(mergeTag);

/** Values now; where they stand is found out by {@link locate}, only for what is reported. */
export function parseYaml(source: string): YamlFile {
  try {
    const events = readEvents(source);
    const values = constructFromEvents(events, {
      source,
      schema: SCHEMA,
      maxAliases: 100,
      maxTotalMergeKeys: 1000,
    });
    const documents: YamlDocument[] = [];
    let alias: Event | undefined;
    events.forEach((event, i) => {
      if (event.type === EVENT_ID.DOCUMENT) {
        documents.push({ value: values[documents.length], first: i });
      } else if (event.type === EVENT_ID.ALIAS) alias ??= event;
    });
    const message = alias && aliasProblem(values);
    if (alias && message) {
      return { source, documents: [], error: { message, span: spanOf(source, alias)! } };
    }
    return { source, documents };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    // What can't be a key is told of at the document's begin.
    const start = /complex keys/.test(error.reason)
      ? Math.max(0, source.search(/\{ *[{[]/))
      : error.mark?.position ?? 0;
    return { source, documents: [], error: { message: error.reason, span: { start, end: start } } };
  }
}

const readEvents = (source: string) => parseEvents(source, { maxDepth: MAX_DEPTH });

// Keeping the events of every file would cost more in garbage collection than reading one file anew.
const recent = new WeakMap<YamlFile, Event[]>();

/** What the parser says of the text, one after the other. */
export function eventsOf(file: YamlFile): Event[] {
  let events = recent.get(file);
  if (!events) recent.set(file, events = readEvents(file.source));
  return events;
}

/** Where the children of a mapping or list stand, by key or index: their own event and their key's. */
type Children = Map<string | number, { key: number; node: number }>;
const children = new WeakMap<YamlFile, Map<number, Children>>();

/** Index of the event after the node that begins at `i`. */
function after(events: Event[], i: number): number {
  let depth = 0;
  do {
    const type = events[i]!.type;
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth++;
    else if (type === EVENT_ID.POP) depth--;
    i++;
  } while (depth > 0);
  return i;
}

/** Looked up once for each node that something is reported of: a file with thousands of errors is read once. */
function childrenOf(file: YamlFile, node: number): Children | undefined {
  const events = eventsOf(file);
  const type = events[node]?.type;
  if (type !== EVENT_ID.MAPPING && type !== EVENT_ID.SEQUENCE) return undefined;
  let known = children.get(file);
  if (!known) children.set(file, known = new Map());
  let found = known.get(node);
  if (found) return found;
  known.set(node, found = new Map());
  for (let i = node + 1, n = 0; events[i]!.type !== EVENT_ID.POP; n++) {
    if (type === EVENT_ID.SEQUENCE) {
      found.set(n, { key: -1, node: i });
      i = after(events, i);
      continue;
    }
    const event = events[i]!;
    const value = after(events, i);
    if (event.type === EVENT_ID.SCALAR) {
      const name = getScalarValue(file.source, event as ScalarEvent);
      if (!found.has(name)) found.set(name, { key: i, node: value });
    }
    i = after(events, value);
  }
  return found;
}

/** Where the value at `path` is written, or its key; undefined when this document has no such path. */
export function locate(
  file: YamlFile,
  document: number,
  path: Path,
  what: "key" | "value",
): Span | undefined {
  const { source } = file;
  const events = eventsOf(file);
  let node = file.documents[document]!.first + 1;
  let key = -1;
  for (const step of path) {
    const inside = childrenOf(file, node);
    const found = inside?.get(step) ?? inside?.get(String(step));
    if (!found) return undefined;
    ({ key, node } = found);
  }
  if (what === "key" && key >= 0) return spanOf(source, events[key]!);
  const span = spanOf(source, events[node]!);
  // An empty value stands nowhere: its key is what can be shown.
  return span ?? (key >= 0 ? spanOf(source, events[key]!) : { start: 0, end: 0 });
}

function spanOf(source: string, event: Event): Span | undefined {
  if (event.type === EVENT_ID.SCALAR) {
    const { valueStart: start, valueEnd: end, style } = event as ScalarEvent;
    if (start < 0) return undefined;
    const quoted = style === 2 || style === 3 ? 1 : 0;
    return { start: start - quoted, end: end + quoted };
  }
  if (event.type === EVENT_ID.ALIAS) return { start: event.anchorStart - 1, end: event.anchorEnd };
  if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
    const newline = source.indexOf("\n", event.start);
    return { start: event.start, end: newline < 0 ? source.length : newline };
  }
  return undefined;
}

/** Where the lines of the text that was looked at last begin. */
let recentLines: { source: string; starts: number[] } = { source: "", starts: [0] };

function lineStarts(source: string): number[] {
  if (recentLines.source !== source) {
    const starts = [0];
    for (let i = source.indexOf("\n"); i >= 0; i = source.indexOf("\n", i + 1)) starts.push(i + 1);
    recentLines = { source, starts };
  }
  return recentLines.starts;
}

/** Line and column from 1. */
export function lineAndColumn(source: string, offset: number): { line: number; column: number } {
  const starts = lineStarts(source);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - starts[low]! + 1 };
}
