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

/** A part of a source text, in UTF-16 units. */
export interface Span {
  start: number;
  end: number;
}

export interface YamlDocument {
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
    events.forEach((event, i) => {
      if (event.type === EVENT_ID.DOCUMENT) {
        documents.push({ value: values[documents.length], first: i });
      }
    });
    return { source, documents };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const start = error.mark?.position ?? 0;
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
    const type = events[node]?.type;
    if (type === EVENT_ID.MAPPING) {
      let i = node + 1;
      key = -1;
      while (events[i]!.type !== EVENT_ID.POP) {
        const event = events[i]!;
        const value = after(events, i);
        if (
          event.type === EVENT_ID.SCALAR &&
          getScalarValue(source, event as ScalarEvent) === String(step)
        ) {
          key = i;
          node = value;
          break;
        }
        i = after(events, value);
      }
      if (key < 0) return undefined;
    } else if (type === EVENT_ID.SEQUENCE && typeof step === "number") {
      let i = node + 1;
      for (let n = 0; n < step && events[i]!.type !== EVENT_ID.POP; n++) i = after(events, i);
      if (events[i]!.type === EVENT_ID.POP) return undefined;
      node = i;
      key = -1;
    } else return undefined;
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

/** Line and column from 1. */
export function lineAndColumn(source: string, offset: number): { line: number; column: number } {
  let line = 1;
  let begin = 0;
  for (let i = source.indexOf("\n"); i >= 0 && i < offset; i = source.indexOf("\n", i + 1)) {
    line++;
    begin = i + 1;
  }
  return { line, column: offset - begin + 1 };
}
