import assert from "node:assert/strict";
import { historyPage } from "../../../../src/cli/view/html/history_page.ts";
import { columnsOf } from "../../../../src/cli/view/html/layout.ts";
import { html } from "../../../../src/cli/view/html/markup.ts";
import { planPage } from "../../../../src/cli/view/html/plan_page.ts";
import type { StackGraph } from "../../../../src/planning/graph.ts";
import type { StateDocument } from "../../../../src/state/document.ts";
import { assertSoon } from "../../../growth.ts";
import { Seeded } from "../../../random.ts";
import { NEEDS, PLAN, planOf } from "../scenario.ts";
import { Browser, findBrowser } from "./browser.ts";

const MADE = { version: "0.1.0", at: "2026-01-02 03:04:05" };
const HOSTILE = `"><script>alert(1)</script><img src=https://evil.example/x.png>'&`;

const GRAPH: StackGraph = {
  stack: "shop",
  environment: "production",
  nodes: ["data/orders-db", "data/exports", "api/server", "jobs/import-queue"].map((id) => ({
    id,
    service: id.split("/")[0]!,
    name: id.split("/")[1]!,
    kind: PLAN.changes.find((change) => change.id === id)!.kind,
    wave: id.startsWith("api") ? 2 : 1,
  })),
  edges: Object.entries(NEEDS).flatMap(([from, needs]) =>
    needs.map((to) => ({ from, to, implicit: to.startsWith("jobs"), via: "environment" }))
  ),
  services: [],
  cycles: [],
};

const planned = () =>
  planPage(PLAN, GRAPH, MADE, {
    last: { at: "2026-01-02T01:02:05Z", by: "ci", number: 41, result: "succeeded" },
    now: Date.UTC(2026, 0, 2, 3, 4, 5),
  });

function document(): StateDocument {
  const component = (kind: string, status: "ready" | "failed", dependsOn: string[]) => ({
    kind,
    status,
    spec: {},
    files: {},
    rendered: "",
    outputs: { password: { $secret: "shop/secret" } },
    dependsOn,
    resources: {},
    deployment: "01A",
  });
  const deployment = (number: number, result: "succeeded" | "failed" | "rolled-back") => ({
    id: `01${"AB"[number - 1]}`,
    number,
    at: `2026-01-02T03:0${number}:05.000Z`,
    by: HOSTILE,
    host: "runner-7",
    command: "panka apply -e production",
    result,
    changes: { create: 2, update: number - 1, replace: 0, delete: 0 },
    seconds: 92,
    gitCommit: "3f9a2c1d0b7e",
  });
  return {
    formatVersion: 1,
    stack: "shop",
    environment: "production",
    engine: "sandbox",
    locking: "stack",
    serial: 7,
    writeId: "w",
    units: {
      stack: {
        fence: 1,
        components: {
          "data/db": component("RDS", "ready", []),
          "api/server": component("MicroService", "failed", ["data/db", "data/gone"]),
        },
      },
    },
    outputs: {},
    deployments: [deployment(2, "rolled-back"), deployment(1, "succeeded")],
    checksum: "",
  };
}

const recorded = () => historyPage(document(), document().deployments, MADE);

Deno.test("planPage() tells every change, with old and new values, and draws every component", () => {
  const text = planned();
  for (const { id, fields } of PLAN.changes) {
    assert.ok(text.includes(`id="c-${id.replace("/", "-")}"`), id);
    assert.ok(text.includes(`href="#c-${id.replace("/", "-")}"`), `${id} is drawn`);
    for (const { old, new: desired } of fields) {
      for (const value of [old, desired]) {
        if (value !== undefined) assert.ok(text.includes(`<span class="value">${value}</span>`));
      }
    }
  }
  assert.match(text, /last applied 2h 2m ago by ci \(#41\)/);
  assert.match(text, /in place, 5–10 min, connections drop once/);
  assert.match(text, /forces replacement: AWS can&#39;t turn a queue into another type/);
  assert.equal(text.split("<path class=").length - 1, 2, "both edges are drawn");
});

Deno.test("pages let nothing of a stack become markup", () => {
  const plan = planOf([[{
    id: "a/b",
    kind: HOSTILE,
    action: "update",
    reasons: [HOSTILE],
    fields: [{ path: HOSTILE, old: HOSTILE, new: { deep: HOSTILE }, forcesReplacement: false }],
  }]]);
  const graph = { ...GRAPH, nodes: [], edges: [] };
  for (const text of [planPage(plan, graph, MADE), recorded()]) {
    assert.ok(!text.includes("<script"));
    assert.ok(!text.includes("<img"));
    assert.ok(text.includes("&lt;script&gt;"));
  }
});

Deno.test("html`` escapes texts and keeps markup", () => {
  const list = [
    "<b>",
    html`
      <i>${"&"}</i>
    `,
  ];
  const { text } = html`
    <p title="${'"'}">${list}${undefined}${false}${0}</p>
  `;
  assert.equal(text.replace(/\s+/g, ""), '<ptitle="&quot;">&lt;b&gt;<i>&amp;</i>0</p>');
});

Deno.test("columnsOf() places every box once, in its wave, and straightens what is parallel", () => {
  const seeded = new Seeded(7);
  const boxes = Array.from({ length: 60 }, (_, i) => ({ id: `n${i}`, wave: seeded.below(5) }));
  const lines = boxes.slice(1).map((box) => ({ from: box.id, to: seeded.pick(boxes).id }));
  const columns = columnsOf(boxes, lines);
  assert.deepEqual(columns.flat().sort(), boxes.map((box) => box.id).sort());
  for (const column of columns) {
    assert.equal(new Set(column.map((id) => boxes.find((box) => box.id === id)!.wave)).size, 1);
  }
  const parallel = ["a", "b", "c", "d"].flatMap((name, i) => [
    { id: `${name}1`, wave: 0 },
    { id: `${"dcba"[i]}2`, wave: 1 },
  ]);
  const straight = columnsOf(
    parallel,
    ["a", "b", "c", "d"].map((name, i) => ({ from: `${"dcba"[i]}2`, to: `${name}1` })),
  );
  assert.deepEqual(
    straight[1]!.map((id) => "abcd"["dcba".indexOf(id[0]!)]),
    straight[0]!.map((id) => id[0]),
  );
});

for (const shape of ["wide", "deep"]) {
  Deno.test(`planPage() draws a ${shape} graph of four times the components in not much more than four times the time`, async () => {
    const draw = (count: number) => {
      const waves = shape === "wide" ? 20 : count;
      const ids = Array.from({ length: count }, (_, i) => `s${i % 50}/c${i}`);
      const plan = planOf([ids.map((id) => ({ id, kind: "SQS", action: "create" as const }))]);
      const nodes = ids.map((id, i) => ({
        id,
        service: "s",
        name: id,
        kind: "SQS",
        wave: i % waves + 1,
      }));
      const step = shape === "wide" ? waves : 1;
      const edges = ids.slice(step).map((from, i) => ({
        from,
        to: ids[i]!,
        implicit: false,
        via: "x",
      }));
      const text = planPage(plan, { ...GRAPH, nodes, edges }, MADE);
      assert.equal(text.split("<rect").length - 1, count);
    };
    await assertSoon(draw, 250);
  });
}

/** In the page: whether it is wider than the window, and texts with a contrast under 4.5 to 1. */
const MEASURE = `(() => {
  const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = numbers(color).map((c) => (c /= 255) <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const behind = (element) => {
    const box = element.closest("svg a, svg g")?.querySelector("rect");
    if (box) return getComputedStyle(box).fill;
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (numbers(color)[3] !== 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const pale = [];
  for (const element of document.querySelectorAll("body *")) {
    const text = [...element.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data.trim()).join("");
    if (!text || element.tagName === "title" || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const color = element.closest("svg") ? style.fill : style.color;
    const [a, b] = [light(color), light(behind(element))].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < 4.5) pale.push(text.slice(0, 40) + " " + ratio.toFixed(2) + " " + color + " on " + behind(element));
  }
  const page = document.documentElement;
  return {
    pale,
    overflow: page.scrollWidth - page.clientWidth,
    headings: document.querySelectorAll("h1").length,
    boxes: document.querySelectorAll("svg rect").length,
    dead: [...document.querySelectorAll("a[href^='#']")].filter((a) => !document.getElementById(a.getAttribute("href").slice(1))).length,
  };
})()`;

const browser = findBrowser();
if (!browser) console.log("SKIPPED tests/cli/view/html: no Chromium on the PATH");

Deno.test({
  name: "pages ask for nothing, complain of nothing, and can be read light, dark, wide and narrow",
  ignore: !browser,
}, async () => {
  const folder = await Deno.makeTempDir({ prefix: "panka-pages-" });
  const shots = Deno.env.get("SCREENSHOTS");
  const opened = await Browser.open(browser!);
  try {
    for (
      const [name, text, boxes] of [["plan", planned(), 5], ["history", recorded(), 2]] as const
    ) {
      const file = `${folder}/${name}.html`;
      await Deno.writeTextFile(file, text);
      for (const [width, dark] of [[1200, false], [1200, true], [400, true]] as const) {
        const about = `${name}, ${width} wide, ${dark ? "dark" : "light"}`;
        const screenshot = shots && `${shots}/${name}-${width}-${dark ? "dark" : "light"}.png`;
        const seen = await opened.look(file, MEASURE, { width, dark, screenshot });
        assert.deepEqual(seen.requests, [], about);
        assert.deepEqual(seen.complaints, [], about);
        assert.deepEqual(seen.value, { pale: [], overflow: 0, headings: 1, boxes, dead: 0 }, about);
      }
    }
    // The test itself would see what it forbids.
    const bad = `${folder}/bad.html`;
    await Deno.writeTextFile(
      bad,
      planned().replace("</main>", '<img src="https://evil.example/x.png"></main>')
        .replace(/<meta http-equiv[^>]*>/, ""),
    );
    const { requests } = await opened.look(bad, "1", { width: 800, dark: false });
    assert.deepEqual(requests, ["https://evil.example/x.png"]);
  } finally {
    await opened.close();
    await Deno.remove(folder, { recursive: true });
  }
});
