import type { StackStatus } from "../../operations/status.ts";
import { recordedComponents } from "../../planning/plan.ts";
import type { ComponentState, DeploymentSummary, StateDocument } from "../../state/document.ts";
import { newestSettings } from "../../state/edit.ts";
import { openIntents, openRuns } from "../../state/in_flight.ts";
import type { StackAddress } from "../../state/paths.ts";
import { deploymentJson } from "./deployments.ts";
import { visible } from "./diagnostics.ts";
import { ago, agoMs, holderName, lockName } from "./lock.ts";
import { lockJson } from "./locks.ts";
import { glyphOf, statusText } from "./recorded.ts";
import {
  type Colors,
  counted,
  cut,
  duration,
  GLYPH,
  pad,
  paint,
  widest,
  widthOf,
  wrap,
} from "./style.ts";

/**
 * A stack as it is recorded: components, last deployment, locks.
 *
 * @param now wall clock, for ages
 * @param most lines; with fewer than there are, components that are ready are folded
 */
export function statusLines(
  { state, locks }: StackStatus,
  { stack, environment }: StackAddress,
  now: number,
  c: Colors,
  columns: number,
  most = Infinity,
): string[] {
  const document = state?.document;
  const held = locks.length > 0;
  const head = headLines(
    [stack, environment, regionOf(document)],
    document?.deployments[0],
    now,
    c,
    columns,
  );
  const foot = [
    "",
    ...document ? sumLines(document, held, state!.at, now, columns) : ["nothing is recorded yet"],
    ...held ? [] : ["lock: free"],
    ...locks.flatMap((lock) => {
      const age = agoMs(lock.holder?.since, now);
      const held = age === undefined ? "" : `, for ${duration(age / 1000)}`;
      const command = lock.holder ? ` (${visible(lock.holder.command)})` : "";
      return wrap(
        `lock: ${lockName(lock.key)} is held by ${holderName(lock)}${command}${held}`,
        columns,
        "  ",
      ).split("\n");
    }),
    ...inFlightLines(document, held, now, columns),
    ...wrap("health and drift: unknown, this is what is recorded", columns, "  ").split("\n").map(
      c.dim,
    ),
  ];
  const rows = document ? componentLines(document, held, now, c, columns) : [];
  const room = most - head.length - foot.length - 1;
  return [...head, ...rows.length ? ["", ...fitted(rows, room, c)] : [], ...foot].slice(0, most);
}

/** Where it was deployed. */
export const regionOf = (document: StateDocument | undefined): string | undefined =>
  newestSettings(Object.values(document?.units ?? {}))?.region as string | undefined;

function headLines(
  parts: (string | undefined)[],
  last: DeploymentSummary | undefined,
  now: number,
  c: Colors,
  columns: number,
): string[] {
  const head = parts.filter((part) => part !== undefined).map(visible).join(" · ");
  if (!last) return [cut(head, columns)];
  const by = visible(last.by);
  const text = `deployment ${last.number}, ${last.result} ${ago(last.at, now)} by ${by}`;
  const color = last.result === "succeeded" ? c.dim : c.yellow;
  const gap = columns - widthOf(head) - widthOf(text);
  if (gap >= 3) return [`${head}${" ".repeat(gap)}${color(text)}`];
  return [cut(head, columns), ...wrap(text, columns).split("\n").map(color)];
}

interface Line {
  ready: boolean;
  text: string;
}

interface Shown {
  id: string;
  kind: string;
  status: string;
  component?: ComponentState;
}

/** Recorded components and, while a run holds the lock, those that it has in hand. */
function shownOf(document: StateDocument, held: boolean): Shown[] {
  const recorded = recordedComponents(document);
  const flying = new Set(
    held
      ? Object.values(document.units).flatMap(({ inFlight }) =>
        inFlight?.intents.map((intent) => intent.component) ?? []
      )
      : [],
  );
  return [...new Set([...recorded.keys(), ...flying])].sort().map((id) => {
    const component = recorded.get(id);
    const status = flying.has(id) ? "in flight" : component!.status;
    return { id, kind: component?.kind ?? "", status, ...(component && { component }) };
  });
}

function componentLines(
  document: StateDocument,
  held: boolean,
  now: number,
  c: Colors,
  columns: number,
): Line[] {
  const all = shownOf(document, held);
  const deployments = new Map(document.deployments.map((one) => [one.id, one]));
  const kind = columns < 56 ? 0 : widest(all.map((shown) => visible(shown.kind)));
  const status = widest(all.map((shown) => shown.status));
  const id = Math.min(
    widest(all.map((shown) => shown.id)),
    Math.max(10, columns - 4 - 1 - (kind && kind + 1) - status),
  );
  return all.map((shown) => {
    const flying = shown.status !== shown.component?.status;
    const glyph = flying ? "working" : glyphOf(shown.component!.status);
    const since = shown.component && deployments.get(shown.component.deployment);
    const head = `  ${paint(c, glyph)(GLYPH[glyph])} ${pad(cut(visible(shown.id), id), id)} ` +
      (kind ? `${c.dim(pad(visible(shown.kind), kind))} ` : "");
    const said = flying ? c.yellow(shown.status) : statusText(shown.component!.status, c);
    const text = head + said + " ".repeat(status - widthOf(shown.status));
    const last = since ? `deployment ${since.number}, ${ago(since.at, now)}` : "";
    const fits = last && widthOf(text) + 3 + widthOf(last) <= columns;
    return {
      ready: shown.status === "ready",
      text: fits ? `${text}   ${c.dim(last)}` : text.trimEnd(),
    };
  });
}

function fitted(rows: readonly Line[], room: number, c: Colors): string[] {
  if (rows.length <= room) return rows.map((row) => row.text);
  const others = rows.filter((row) => !row.ready);
  const ready = rows.length - others.length;
  const folded = ready ? [`  ${c.green(GLYPH.done)} ${c.dim(`${ready} ready`)}`] : [];
  const left = Math.max(0, room - folded.length);
  if (others.length <= left) return [...folded, ...others.map((row) => row.text)];
  const shown = others.slice(0, Math.max(0, left - 1)).map((row) => row.text);
  return [...folded, ...shown, c.dim(`    and ${others.length - shown.length} more`)];
}

function sumLines(
  document: StateDocument,
  held: boolean,
  savedAt: number,
  now: number,
  columns: number,
): string[] {
  const all = shownOf(document, held);
  const by = Map.groupBy(all, (shown) => shown.status);
  const parts = [...by].sort(([a], [b]) => a < b ? -1 : 1)
    .map(([status, group]) => `${group.length} ${status}`);
  const sum = `${counted(all.length, "component")}${parts.length ? `: ${parts.join(", ")}` : ""}`;
  const saved = `state saved ${
    duration(Math.max(0, now - savedAt) / 1000)
  } ago, serial ${document.serial}`;
  const one = `${sum} · ${saved}`;
  return widthOf(one) <= columns
    ? [one]
    : [...wrap(sum, columns, "  ").split("\n"), ...wrap(saved, columns, "  ").split("\n")];
}

/** Work that is going on, or that a run left when it was cut off. */
function inFlightLines(
  document: StateDocument | undefined,
  held: boolean,
  now: number,
  columns: number,
): string[] {
  return openRuns(document).flatMap((run) => {
    const who = visible(`${run.user}@${run.host}`);
    const components = new Set(openIntents(run).map(({ component }) => component));
    const what = counted(components.size, "component");
    const text = held
      ? `in flight: ${what}, begun ${ago(run.started, now)} by ${who}`
      : `cut off: a run by ${who} left ${what} unfinished ${ago(run.started, now)}`;
    return wrap(text, columns, "  ").split("\n");
  });
}

/** A stack's status as machines read it. */
export function statusJson(
  { state, locks }: StackStatus,
  { stack, environment }: StackAddress,
): Record<string, unknown> {
  const document = state?.document;
  const numbers = new Map(document?.deployments.map(({ id, number }) => [id, number]));
  const inFlight = Object.values(document?.units ?? {}).flatMap(({ inFlight }) =>
    inFlight ? [inFlight] : []
  );
  return {
    schema: "panka/status@1",
    stack,
    environment,
    region: regionOf(document) ?? null,
    serial: document?.serial ?? null,
    savedAt: state ? new Date(state.at).toISOString() : null,
    deployment: document?.deployments[0] ? deploymentJson(document.deployments[0]) : null,
    components: [...recordedComponents(document)].sort(([a], [b]) => a < b ? -1 : 1).map((
      [id, { kind, status, deployment }],
    ) => ({ id, kind, status, deployment: numbers.get(deployment) ?? null })),
    locks: locks.map(lockJson),
    inFlight: inFlight.map(({ deployment, user, host, started, intents }) => ({
      deployment,
      user,
      host,
      started,
      components: intents.map(({ component, action }) => ({ id: component, action })),
    })),
    health: "unknown",
    drift: "unknown",
  };
}
