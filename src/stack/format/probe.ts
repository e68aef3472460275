import type { Edit } from "./edit.ts";
import { columnOf, linesOfAll, newlineOf, shifted } from "./lines.ts";
import { type Entry, entryOf, type MappingNode, type Node } from "./tree.ts";

const PLACE = ["path", "port", "protocol"];
const TIMES = [
  "initialDelaySeconds",
  "periodSeconds",
  "timeoutSeconds",
  "failureThreshold",
  "successThreshold",
];
const isShort = ({ key }: Entry) => PLACE.includes(key.text) || TIMES.includes(key.text);

/** Whether a health check is written in its short form: path, port or protocol with no probe around. */
export function isShortProbe(node: Node): node is MappingNode {
  return node.type === "mapping" && !entryOf(node, "readiness") &&
    PLACE.some((key) => entryOf(node, key));
}

/** Empty values count as not given. */
const isGiven = ({ value }: Entry) =>
  value.type === "scalar" && !value.marked && value.text !== "" &&
  !(value.style === "plain" && /^(~|null)$/i.test(value.text));

/** Writes the short form as `readiness`; undefined when that can't be done without losing something. */
export function probeEdit(source: string, node: MappingNode): Omit<Edit, "what"> | undefined {
  if (!node.entries.every((entry) => !PLACE.includes(entry.key.text) || isGiven(entry))) {
    return undefined;
  }
  const protocol = entryOf(node, "protocol")?.value;
  if (protocol && protocol.type !== "scalar") return undefined;
  const how = protocol?.text ?? "http";
  if (!["http", "https", "tcp"].includes(how)) return undefined;
  const tcp = how === "tcp";
  if (tcp && entryOf(node, "path")) return undefined;
  if (node.marked || node.entries.some(({ key }) => key.marked)) return undefined;
  const inside = node.entries.filter(({ key }) =>
    PLACE.includes(key.text) && !(tcp && key.text === "protocol")
  );
  return node.flow ? inline(source, node, inside, tcp) : inLines(source, node, inside, tcp);
}

function inline(
  source: string,
  node: MappingNode,
  inside: readonly Entry[],
  tcp: boolean,
): Omit<Edit, "what"> | undefined {
  const whole = source.slice(node.start, node.end);
  if (/[\n#]/.test(whole)) return undefined;
  const text = (entries: readonly Entry[]) =>
    entries.map(({ key, value }) => source.slice(key.start, Math.max(key.end, value.end)));
  const times = node.entries.filter(({ key }) => TIMES.includes(key.text));
  const probe = [`${tcp ? "tcp" : "http"}: {${text(inside).join(", ")}}`, ...text(times)];
  const others = text(node.entries.filter((entry) => !isShort(entry)));
  const parts = [...others, `readiness: {${probe.join(", ")}}`];
  return { start: node.start, end: node.end, text: `{${parts.join(", ")}}` };
}

function inLines(
  source: string,
  node: MappingNode,
  inside: readonly Entry[],
  tcp: boolean,
): Omit<Edit, "what"> | undefined {
  const spans = linesOfAll(source, node);
  const column = columnOf(source, node.entries[0]!);
  if (!spans || column === undefined) return undefined;
  const newline = newlineOf(source);
  const head: string[] = [];
  const places: string[] = [];
  const times: string[] = [];
  const tail: string[] = [];
  for (const [i, entry] of node.entries.entries()) {
    const { start, end } = spans[i]!;
    const lines = source.slice(start, end);
    const text = lines.endsWith("\n") ? lines : lines + newline;
    if (inside.includes(entry)) places.push(shifted(text, 4)!);
    else if (TIMES.includes(entry.key.text)) times.push(shifted(text, 2)!);
    else if (isShort(entry)) {
      // "tcp" says it now; a comment beside it would be lost.
      if (text.includes("#")) return undefined;
    } else (places.length || times.length ? tail : head).push(text);
  }
  const indent = " ".repeat(column);
  const kind = tcp ? "tcp" : "http";
  const text = [
    ...head,
    `${indent}readiness:${newline}`,
    `${indent}  ${kind}:${places.length ? "" : " {}"}${newline}`,
    ...places,
    ...times,
    ...tail,
  ].join("");
  const { start } = spans[0]!;
  const { end } = spans.at(-1)!;
  const open = source[end - 1] !== "\n";
  return { start, end, text: open ? text.slice(0, -newline.length) : text };
}
