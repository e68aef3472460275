import { type Event, EVENT_ID, getScalarValue, type ScalarEvent, YAMLException } from "js-yaml";
import { eventsOf, type Span } from "../yaml.ts";

/** A value as it is written. Spans have no anchors and tags, and the quotes of what is quoted. */
export type Node = ScalarNode | MappingNode | SequenceNode | AliasNode;

export interface ScalarNode extends Span {
  type: "scalar";
  text: string;
  style: "plain" | "single" | "double" | "block";
  /** Has an anchor or a tag: what it means is decided elsewhere too. */
  marked: boolean;
}
export interface MappingNode extends Span {
  type: "mapping";
  flow: boolean;
  marked: boolean;
  entries: Entry[];
}
export interface Entry {
  key: ScalarNode;
  value: Node;
}
export interface SequenceNode extends Span {
  type: "sequence";
  flow: boolean;
  marked: boolean;
  items: Node[];
}
export interface AliasNode extends Span {
  type: "alias";
  marked: true;
}

const STYLES: Record<number, ScalarNode["style"]> = { 1: "plain", 2: "single", 3: "double" };

/**
 * The tree of each document of a text; none when it is no YAML. A mapping with keys that are no scalars loses
 * those entries. What only shows when values are made of it (a key twice, an alias bomb) is not looked at.
 */
export function treesOf(source: string): Node[] {
  let events: Event[];
  try {
    events = eventsOf({ source, documents: [] });
  } catch (error) {
    if (error instanceof YAMLException) return [];
    throw error;
  }
  return events.flatMap(({ type }, i) =>
    type === EVENT_ID.DOCUMENT && events[i + 1]!.type !== EVENT_ID.POP
      ? [new Builder(source, events, i + 1).node()]
      : []
  );
}

/** The entry of that key. */
export const entryOf = (node: Node | undefined, key: string): Entry | undefined =>
  node?.type === "mapping" ? node.entries.find((entry) => entry.key.text === key) : undefined;

class Builder {
  constructor(
    private readonly source: string,
    private readonly events: Event[],
    private i: number,
  ) {}

  node(): Node {
    const event = this.events[this.i++]!;
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.scalar(event as ScalarEvent);
      case EVENT_ID.ALIAS:
        return {
          type: "alias",
          marked: true,
          start: event.anchorStart - 1,
          end: event.anchorEnd,
        };
      case EVENT_ID.MAPPING: {
        const entries: Entry[] = [];
        while (this.events[this.i]!.type !== EVENT_ID.POP) {
          const key = this.node();
          const value = this.node();
          if (key.type === "scalar") entries.push({ key, value });
        }
        this.i++;
        const last = entries.at(-1);
        const end = this.end(event, last && Math.max(last.key.end, last.value.end), "}");
        return { type: "mapping", entries, ...end };
      }
      case EVENT_ID.SEQUENCE: {
        const items: Node[] = [];
        while (this.events[this.i]!.type !== EVENT_ID.POP) items.push(this.node());
        this.i++;
        return { type: "sequence", items, ...this.end(event, items.at(-1)?.end, "]") };
      }
    }
    throw new Error(`a node can't begin with event ${event.type}`);
  }

  private scalar(event: ScalarEvent): ScalarNode {
    const style = STYLES[event.style] ?? "block";
    const quote = style === "single" || style === "double" ? 1 : 0;
    return {
      type: "scalar",
      text: getScalarValue(this.source, event),
      style,
      marked: event.anchorStart >= 0 || event.tagStart >= 0,
      start: event.valueStart - quote,
      end: event.valueStart < 0 ? -1 : event.valueEnd + quote,
    };
  }

  /** A collection in brackets ends behind its bracket, another one with its last value. */
  private end(
    { start, style, anchorStart, tagStart }: Extract<Event, { start: number }>,
    last: number | undefined,
    bracket: string,
  ): Span & { flow: boolean; marked: boolean } {
    const flow = style === 2;
    const inner = Math.max(last ?? start, start);
    const end = flow ? this.source.indexOf(bracket, Math.max(inner, start + 1)) + 1 : inner;
    return { start, end, flow, marked: anchorStart >= 0 || tagStart >= 0 };
  }
}
