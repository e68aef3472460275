import assert from "node:assert/strict";
import { Painter } from "../../src/cli/painter.ts";
import { Seeded } from "../random.ts";
import { Screen } from "./screen.ts";

function painted(columns = 60, rows = 20): { screen: Screen; painter: Painter; sent: string[] } {
  const screen = new Screen(columns, rows);
  const sent: string[] = [];
  const painter = new Painter(
    (text) => {
      sent.push(text);
      screen.write(text);
    },
    () => ({ columns: screen.columns, rows: screen.rows }),
  );
  return { screen, painter, sent };
}

Deno.test("Painter writes only lines that changed", () => {
  const { screen, painter, sent } = painted();
  painter.paint(["one", "two", "three"]);
  screen.written.clear();
  painter.paint(["one", "2", "three"]);
  assert.deepEqual(screen.shown, ["one", "2", "three"]);
  assert.deepEqual([...screen.written.keys()], [1]);
  const before = sent.length;
  painter.paint(["one", "2", "three"]);
  assert.equal(sent.length, before, "an equal frame writes nothing");
});

Deno.test("Painter hides the cursor while lines are shown, and gives it back", () => {
  for (const end of ["clear", "forget"] as const) {
    const { screen, painter } = painted();
    assert.equal(screen.cursorShown, true);
    painter.paint(["one"]);
    assert.equal(screen.cursorShown, false);
    painter[end]();
    assert.equal(screen.cursorShown, true, end);
  }
});

Deno.test("Painter.above() lets a text scroll away above the lines", () => {
  const { screen, painter } = painted();
  painter.paint(["one", "two"]);
  painter.above("a note\nof two lines\n");
  assert.deepEqual(screen.shown, ["a note", "of two lines", "one", "two"]);
  painter.paint(["one", "three"]);
  assert.deepEqual(screen.shown, ["a note", "of two lines", "one", "three"]);
  painter.clear();
  painter.above("the end\n");
  assert.deepEqual(screen.shown, ["a note", "of two lines", "the end"]);
});

Deno.test("Painter.forget() leaves the line to whoever writes next", () => {
  const { screen, painter } = painted();
  painter.paint(["asking"]);
  painter.forget();
  screen.write("\r\x1b[Ksomeone else\r\x1b[K");
  painter.paint(["asking", "again"]);
  assert.deepEqual(screen.shown, ["asking", "again"]);
});

Deno.test("Painter starts again where lines were wrapped by a narrower terminal", () => {
  const { screen, painter } = painted(40, 20);
  screen.write("before\r\n");
  painter.paint(["x".repeat(35), "short"]);
  // What a terminal that became half as wide makes of it.
  screen.columns = 20;
  screen.lines.splice(1, 2, "x".repeat(20), "x".repeat(15), "short");
  screen.write("\n");
  painter.paint(["narrow", "lines"]);
  assert.deepEqual(screen.shown, ["before", "narrow", "lines"]);
});

Deno.test("Painter shows each frame exactly, whatever came before", () => {
  const seed = Number(Deno.env.get("SEED") ?? Date.now() % 1_000_000);
  const random = new Seeded(seed);
  for (let round = 0; round < 100; round++) {
    const { screen, painter } = painted(60, 12);
    const scrolled: string[] = [];
    let frame: string[] = [];
    for (let step = 0; step < 40; step++) {
      const about = `seed ${seed}, round ${round}, step ${step}`;
      if (random.below(8) === 0) {
        const note = `note ${step}`;
        painter.above(`${note}\n`);
        scrolled.push(note);
      } else {
        frame = random.below(12) === 0
          ? []
          : Array.from({ length: 1 + random.below(11) }, (_, i) => `${i} ${random.below(3)}`);
        painter.paint(frame);
      }
      const all = [...scrolled, ...frame];
      assert.equal(screen.text, all.join("\n"), about);
    }
    painter.clear();
    assert.equal(screen.text, scrolled.join("\n"), `seed ${seed}, round ${round}`);
    assert.equal(screen.cursorShown, true);
  }
});
