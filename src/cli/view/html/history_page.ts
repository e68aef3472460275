import { recordedComponents } from "../../../planning/plan.ts";
import { waves } from "../../../stack/order.ts";
import type { ComponentState, DeploymentSummary, StateDocument } from "../../../state/document.ts";
import { timeText } from "../../time.ts";
import { changesText, type Told, tookText } from "../deployments.ts";
import { glyphOf } from "../recorded.ts";
import { regionOf } from "../status.ts";
import { counted, GLYPH } from "../style.ts";
import { anchor, type DrawnBox, graphSvg } from "./graph_svg.ts";
import { html, type Markup } from "./markup.ts";
import { type Made, page } from "./page.ts";

const RESULTS: Record<DeploymentSummary["result"], [look: DrawnBox["look"], glyph: string]> = {
  succeeded: ["create", GLYPH.done],
  failed: ["delete", GLYPH.failed],
  "rolled-back": ["update", GLYPH.failed],
  cancelled: ["update", GLYPH.failed],
  interrupted: ["delete", GLYPH.failed],
};

/** What was deployed when and by whom, and what is there now, as one page. */
export function historyPage(
  document: StateDocument,
  deployments: readonly Told[],
  made: Made,
): string {
  const { stack, environment, serial } = document;
  const title = [stack, environment, regionOf(document)].filter(Boolean).join(" · ");
  const components = [...recordedComponents(document)].sort(([a], [b]) => a < b ? -1 : 1);
  const numbers = new Map(document.deployments.map(({ id, number }) => [id, number]));
  return page(
    `History: ${title}`,
    html`
      <header>
        <h1>${title}</h1>
        <p class="soft">History: ${counted(deployments.length, "deployment")}, serial ${serial}</p>
      </header>
      <main>
        <h2>Deployments</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="Deployments">
          <table>
            <caption class="soft">Newest first; times are UTC</caption>
            <thead><tr>${["Number", "Result", "Changes", "Took", "At", "By", "Commit", "Command"]
              .map((name) =>
                html`
                  <th scope="col">${name}</th>
                `
              )}</tr></thead>
            <tbody>${deployments.map(deploymentRow)}</tbody>
          </table>
        </div>
        <h2>Now</h2>
        <p class="soft">As recorded: left was made first; a line leads to what needs it.</p>
        ${graphOf(stack, components)}
        <h2>Components</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="Components">
          <table>
            <caption class="unseen">Components</caption>
            <thead>
              <tr>
                <th scope="col">Component</th>
                <th scope="col">Kind</th>
                <th scope="col">Status</th>
                <th scope="col">Last changed by</th>
              </tr>
            </thead>
            <tbody>${components.map(([id, { kind, status, deployment }]) =>
              html`
                <tr id="${anchor(id)}">
                  <th scope="row">${id}</th>
                  <td>${kind}</td>
                  <td class="${lookOf(status)[0]}">${lookOf(status)[1]} ${status}</td>
                  <td>${numbers.has(deployment)
                    ? `deployment ${numbers.get(deployment)}`
                    : "unknown"}</td>
                </tr>
              `
            )}</tbody>
          </table>
        </div>
      </main>
    `,
    made,
  );
}

function deploymentRow(deployment: Told): Markup {
  const { number, result, at, by, host, gitCommit, command, reason } = deployment;
  const [look, glyph] = RESULTS[result];
  return html`
    <tr>
      <th scope="row">${number ?? "-"}</th>
      <td class="${look}">${glyph} ${result}</td>
      <td>${changesText(deployment)}</td>
      <td class="number">${tookText(deployment)}</td>
      <td>${timeText(at)}</td>
      <td>${by}@${host}</td>
      <td><code>${gitCommit?.slice(0, 12)}</code></td>
      <td><code>${command}</code>${reason !== undefined && html`
        <p class="soft">${reason}</p>
      `}</td>
    </tr>
  `;
}

function lookOf(status: ComponentState["status"]): [DrawnBox["look"], string] {
  const glyph = glyphOf(status);
  return [({ done: "create", failed: "delete", working: "update" } as const)[glyph], GLYPH[glyph]];
}

function graphOf(stack: string, components: readonly [string, ComponentState][]): Markup {
  const order = waves(components.map(([id, { dependsOn }]) => ({ id, needs: dependsOn }))).waves;
  const waveOf = new Map(order.flatMap((ids, i) => ids.map((id) => [id, i + 1] as const)));
  const boxes = components.map(([id, { kind, status }]): DrawnBox => ({
    id,
    kind,
    wave: waveOf.get(id) ?? order.length + 1,
    look: lookOf(status)[0],
    glyph: lookOf(status)[1],
    means: status,
    target: anchor(id),
  }));
  const lines = components.flatMap(([from, { dependsOn }]) =>
    dependsOn.map((to) => ({ from, to, implicit: false }))
  );
  return graphSvg(
    boxes,
    lines,
    `${stack}: ${counted(boxes.length, "component")} by wave`,
    (wave) => `wave ${wave}`,
  );
}
