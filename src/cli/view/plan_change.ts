import type { FieldChange } from "../../planning/field_changes.ts";
import type { Change, Plan } from "../../planning/plan.ts";
import { visible } from "./diagnostics.ts";
import { resourceLines } from "./plan_resources.ts";
import { type Colors, cut, GLYPH, pad, paint, widest, widthOf, wrap } from "./style.ts";
import { changeHints } from "./usual.ts";
import { valueText } from "./value.ts";

const MOST_FIELDS = 12;
/** Under this, details go below the component. */
const LEAST_DETAIL = 36;

export interface PlanColumns {
  id: number;
  kind: number;
  path: number;
  /** Where details begin, and how wide they may be. */
  indent: number;
  detail: number;
}

/** Columns that line up through the whole plan. */
export function planColumns(plan: Plan, columns: number): PlanColumns {
  const changing = plan.changes.filter((change) => change.action !== "unchanged");
  const kind = widest(changing.map((change) => change.kind));
  const id = Math.min(
    widest(changing.map((change) => change.id)),
    Math.max(16, columns - 6 - kind),
  );
  const beside = 4 + id + 1 + kind + 2;
  const indent = columns - beside < LEAST_DETAIL ? 6 : beside;
  const paths = changing.flatMap((change) => change.fields.map((field) => visible(field.path)));
  const detail = columns - indent;
  return { id, kind, path: Math.min(widest(paths), 28, Math.floor(detail / 2)), indent, detail };
}

/** One component that changes: its line, and what changes in it beside or below. */
export function changeLines(
  change: Change,
  plan: Plan,
  { id, kind, path, indent, detail }: PlanColumns,
  c: Colors,
): string[] {
  const { action } = change;
  const head = `  ${paint(c, action)(GLYPH[action])} ${pad(cut(change.id, id), id)} ${
    c.dim(change.kind)
  }${" ".repeat(kind - widthOf(change.kind))}`;
  const details = [
    ...change.fields.slice(0, MOST_FIELDS).flatMap((field) => fieldLines(field, path, detail, c)),
    ...change.fields.length > MOST_FIELDS
      ? [`and ${change.fields.length - MOST_FIELDS} more fields`]
      : [],
    ...change.reasons.flatMap((reason) => wrap(visible(reason), detail).split("\n")),
    ...meaningOf(change, plan).flatMap(({ text, loses }) =>
      wrap(text, detail).split("\n").map(loses ? c.red : c.dim)
    ),
    ...resourceLines(change, detail, c),
  ];
  const lines = details.map((line) => " ".repeat(indent) + line);
  if (indent === 6 || !details.length) return [head.trimEnd(), ...lines];
  return [`${head}  ${details[0]}`.trimEnd(), ...lines.slice(1)];
}

/** What a change means besides its fields. */
export function meaningOf(change: Change, plan: Plan): { text: string; loses: boolean }[] {
  const { action, holdsData } = change;
  if (action === "delete") return holdsData ? [{ text: "its data goes with it", loses: true }] : [];
  if (action !== "replace") {
    return changeHints(change).map((text) => ({ text, loses: false }));
  }
  const users = plan.changes.flatMap(({ id, reasons }) => {
    const gets = reasons.map((reason) => /^gets the new (\S+) of (\S+)$/.exec(reason))
      .find((match) => match?.[2] === change.id);
    return gets ? [{ id, output: gets[1]! }] : [];
  });
  const outputs = [...new Set(users.map((user) => user.output))];
  const told = users.length === 0
    ? ""
    : users.length === 1
    ? `; ${users[0]!.id} gets the new ${outputs.join(", ")}`
    : `; ${users.length} components get the new ${outputs.join(", ")}`;
  return [{
    text: `${holdsData ? "the new one starts empty" : "holds no data"}${told}`,
    loses: holdsData,
  }];
}

function fieldLines(
  { path, old, new: desired, forcesReplacement, why }: FieldChange,
  width: number,
  room: number,
  c: Colors,
): string[] {
  const name = visible(path);
  const [a, b] = [
    old === undefined ? "not set" : valueText(old),
    desired === undefined ? "not set" : valueText(desired),
  ];
  const forces = forcesReplacement && c.magenta("forces replacement");
  const values = `${a} → ${b}`;
  const one = `${pad(name, width)}  ${values}`;
  const fits = widthOf(name) <= width && widthOf(one) <= room;
  if (fits && (!forces || widthOf(one) + 22 <= room)) {
    const reason = forces && why ? wrap(visible(why), room).split("\n").map(c.dim) : [];
    return [forces ? `${one}    ${forces}` : one, ...reason];
  }
  const inner = room - 2;
  const split = widthOf(values) <= inner
    ? [`  ${values}`]
    : [`  ${cut(a, inner - 2)} →`, `  ${cut(b, inner)}`];
  const head = fits ? [one] : [cut(name, room), ...split];
  const said = wrap(`forces replacement${why ? `: ${visible(why)}` : ""}`, room).split("\n");
  return [...head, ...forces ? said.map(c.magenta) : []];
}
