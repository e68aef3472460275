import type { StackGraph } from "../../../planning/graph.ts";
import { mergedEdges } from "../../../planning/graph.ts";
import type { Action, Change, Plan } from "../../../planning/plan.ts";
import type { Json } from "../../../state/document.ts";
import { meaningOf } from "../plan_change.ts";
import { type Before, lastText, rollbackText, summaryText } from "../plan.ts";
import { counted, GLYPH } from "../style.ts";
import { valueText } from "../value.ts";
import { anchor, type DrawnBox, graphSvg } from "./graph_svg.ts";
import { html, type Markup } from "./markup.ts";
import { type Made, page } from "./page.ts";

/** More of a value than this is not for reading. */
const MOST = 2000;

const WORDS: Record<Action, string> = {
  create: "to create",
  update: "to update",
  replace: "to replace",
  delete: "to delete",
  unchanged: "unchanged",
};

/** A plan as one page to read, send and keep: the graph with what changes, then each change. */
export function planPage(plan: Plan, graph: StackGraph, made: Made, before?: Before): string {
  const title = [plan.stack, plan.environment, plan.region, plan.accountId].filter(Boolean)
    .join(" · ");
  const changes = new Map(plan.changes.map((change) => [change.id, change]));
  const last = before && lastText(before);
  return page(
    `Plan: ${title}`,
    html`
      <header>
        <h1>${title}</h1>
        <p class="soft">Plan${last !== undefined && `, ${last}`}</p>
      </header>
      <main>
        <ul class="sums">${(["create", "update", "replace", "delete"] as const).filter((action) =>
          plan.summary[action]
        )
          .map((action) =>
            html`
              <li class="${action}">${GLYPH[action]} ${plan.summary[action]} ${WORDS[action]}</li>
            `
          )}<li class="same">${plan.summary.unchanged} unchanged</li></ul>
        <p>${plan.waves.length ? rollbackText(plan) : summaryText(plan)}</p>
        ${plan.warnings.length > 0 &&
          html`
            <h2>Warnings</h2><ul>${plan.warnings.map(({ summary }) =>
              html`
                <li>${summary}</li>
              `
            )}</ul>
          `}
        <h2>Graph</h2>
        <p class="soft">
          Left is made first; a line leads to what needs it, a dashed one comes from a reference.
          Deletions come last.
        </p>
        ${graphOf(plan, graph, changes)}
        <h2>Changes</h2>
        ${plan.waves.map((ids, i) =>
          html`
            <h3 class="soft">${waveTitle(ids, i, graph)}</h3>
            ${ids.map((id) => changeArticle(changes.get(id)!, plan))}
          `
        )} ${plan.waves.length === 0 && html`
          <p>None.</p>
        `} ${unchangedList(plan)}
      </main>
    `,
    made,
  );
}

/** As the graph numbers it, where waves without changes count too. */
function waveTitle(ids: readonly string[], index: number, graph: StackGraph): string {
  const node = graph.nodes.find(({ id }) => ids.includes(id));
  return node ? `Wave ${node.wave ?? index + 1}` : "Deletions";
}

function graphOf(plan: Plan, graph: StackGraph, changes: ReadonlyMap<string, Change>): Markup {
  const highest = Math.max(0, ...graph.nodes.map((node) => node.wave ?? 0));
  const boxOf = (id: string, kind: string, wave: number): DrawnBox => {
    const action = changes.get(id)?.action ?? "unchanged";
    return {
      id,
      kind,
      wave,
      look: action === "unchanged" ? "same" : action,
      glyph: GLYPH[action],
      means: WORDS[action],
      target: action === "unchanged" ? undefined : anchor(id),
    };
  };
  const known = new Set(graph.nodes.map((node) => node.id));
  const boxes = [
    ...graph.nodes.map(({ id, kind, wave }) => boxOf(id, kind, wave ?? highest)),
    ...plan.changes.filter(({ id }) => !known.has(id))
      .map(({ id, kind }) => boxOf(id, kind, highest + 1)),
  ];
  const name = (wave: number) => wave > highest ? "deleted" : `wave ${wave}`;
  return graphSvg(
    boxes,
    mergedEdges(graph),
    `${plan.stack}: ${counted(boxes.length, "component")} by wave`,
    name,
  );
}

function changeArticle(change: Change, plan: Plan): Markup {
  const { id, kind, action, fields, reasons } = change;
  return html`
    <article class="${action}" id="${anchor(id)}">
      <h3>
        <span class="${action}">${GLYPH[action]}</span> ${id} <span class="soft"
        >${kind}, ${WORDS[action]}</span>
      </h3>
      ${fields.length > 0 && fieldTable(change)} ${reasons.map((reason) =>
        html`
          <p>${reason}</p>
        `
      )} ${meaningOf(change, plan).map(({ text, loses }) =>
        html`
          <p class="${loses ? "delete" : "soft"}">${text}</p>
        `
      )}
    </article>
  `;
}

function fieldTable({ id, fields }: Change): Markup {
  return html`
    <table>
      <caption class="unseen">Fields of ${id} that change</caption>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Old</th>
          <th scope="col">New</th>
        </tr>
      </thead>
      <tbody>${fields.map(({ path, old, new: desired, forcesReplacement, why }) =>
        html`
          <tr>
            <th scope="row"><code>${path}</code>${forcesReplacement &&
              html`
                <p class="replace">forces replacement${why !== undefined && `: ${why}`}</p>
              `}</th>
            <td>${value(old)}</td>
            <td>${value(desired)}</td>
          </tr>
        `
      )}</tbody>
    </table>
  `;
}

function value(json: Json | undefined): Markup {
  if (json === undefined) {
    return html`
      <span class="soft">not set</span>
    `;
  }
  const text = typeof json === "string" && json.length <= MOST ? json : valueText(json, MOST);
  return html`
    <span class="value">${text}</span>
  `;
}

function unchangedList(plan: Plan): Markup | undefined {
  const same = plan.changes.filter((change) => change.action === "unchanged");
  if (!same.length) return undefined;
  return html`
    <h2>Unchanged</h2><details>
      <summary>${counted(same.length, "component")}</summary>
      <ul>
        ${same.map(({ id, kind }) =>
          html`
            <li>${id} <span class="soft">${kind}</span></li>
          `
        )}
      </ul>
    </details>
  `;
}
