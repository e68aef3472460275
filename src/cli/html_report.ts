import type { Plan } from "../planning/plan.ts";
import type { Stack } from "../stack/model.ts";
import type { StateDocument } from "../state/document.ts";
import type { Context } from "./command.ts";
import { timeText } from "./time.ts";
import { VERSION } from "./version.ts";
import type { Told } from "./view/deployments.ts";
import type { Before } from "./view/plan.ts";

/** Writes a plan as one self-contained page. */
export async function writePlanPage(
  context: Context,
  file: string,
  stack: Stack,
  plan: Plan,
  before: Before,
): Promise<void> {
  const [{ planPage }, { stackGraph }] = await Promise.all([
    import("./view/html/plan_page.ts"),
    import("../planning/graph.ts"),
  ]);
  const graph = stackGraph(stack, new Set(plan.changes.map((change) => change.id)));
  write(context, file, planPage(plan, graph, madeBy(context), before));
}

/** Writes the deployments, and what is there now, as one self-contained page. */
export async function writeHistoryPage(
  context: Context,
  file: string,
  document: StateDocument,
  deployments: readonly Told[],
): Promise<void> {
  const { historyPage } = await import("./view/html/history_page.ts");
  write(context, file, historyPage(document, deployments, madeBy(context)));
}

const madeBy = ({ world }: Context) => ({ version: VERSION, at: timeText(world.clock.wall()) });

function write({ world, out }: Context, file: string, text: string): void {
  // It shows what a team runs: for whoever made it to hand on.
  world.write(file, text, 0o600);
  out.say(`wrote ${file}`);
}
