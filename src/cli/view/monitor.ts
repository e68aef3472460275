import type { Ended, Running, Seen } from "../../operations/monitor.ts";
import { visible } from "./diagnostics.ts";
import { ago, agoMs, holderName, lockName } from "./lock.ts";
import { seemsDead } from "./locks.ts";
import { type Colors, counted, cut, duration } from "./style.ts";

/** Running deployments and those that ended, for people. @param now milliseconds since 1970 UTC */
export function monitorLines(
  { running, ended }: Seen,
  now: number,
  c: Colors,
  columns: number,
  most = Infinity,
): string[] {
  const rows = [
    running.length === 0
      ? "nothing is being deployed"
      : `${counted(running.length, "deployment")} running`,
    ...running.map((one) => {
      const text = runningWords(one, now);
      return seemsDead(one.lock, now) ? c.yellow(cut(text, columns)) : cut(text, columns);
    }),
    ...ended.map((one) => c.dim(cut(endedWords(one, now), columns))),
  ];
  if (rows.length <= most) return rows;
  const kept = Math.max(1, most - 1);
  return [...rows.slice(0, kept), c.dim(`and ${rows.length - kept} more`)];
}

function runningWords({ lock, address, progress }: Running, now: number): string {
  const since = agoMs(lock.holder?.since, now);
  return [
    `  ${of(address?.tenant)}${lockName(lock.key)}`,
    progress ? `${progress.done} of ${counted(progress.planned, "component")}` : "begins",
    seemsDead(lock, now) ? "seems dead" : "",
    since === undefined ? "" : `for ${duration(since / 1000)}`,
    holderName(lock),
    visible(lock.holder?.command ?? ""),
  ].filter(Boolean).join(" · ");
}

function endedWords({ address: { tenant, stack, environment }, last }: Ended, now: number): string {
  const how = last ? `deployment ${last.number}, ${last.result} ${ago(last.at, now)}` : "ended";
  return `  ${of(tenant)}${stack}/${environment} · ${how}`;
}

const of = (tenant: string | undefined) => tenant === undefined ? "" : `${tenant} · `;

/** The same as machines read it; no heartbeats, as they are no news. */
export function monitorJson({ running, ended }: Seen, now: number): Record<string, unknown> {
  return {
    schema: "panka/admin-monitor@1",
    running: running.map(({ lock, address, service, progress }) => ({
      key: lock.key,
      tenant: address?.tenant ?? null,
      stack: address?.stack ?? null,
      environment: address?.environment ?? null,
      service: service ?? null,
      user: lock.holder?.user ?? null,
      host: lock.holder?.host ?? null,
      command: lock.holder?.command ?? null,
      since: lock.holder?.since ?? null,
      seemsDead: seemsDead(lock, now),
      progress: progress ?? null,
    })),
    ended: ended.map(({ address: { tenant, stack, environment }, last }) => ({
      tenant: tenant ?? null,
      stack,
      environment,
      deployment: last?.number ?? null,
      result: last?.result ?? null,
      at: last?.at ?? null,
    })),
  };
}
