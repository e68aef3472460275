import type { Context, Define, Folder } from "../command.ts";
import { usage } from "../failure.ts";
import { addStackArguments, examples, type StackOptions } from "../options.ts";

export const define: Define = (command, context, done) =>
  examples(
    addStackArguments(
      command.argument("<component>", "service/name, or service/name/resource")
        .argument("<outcome>", "what is to happen"),
    ),
    "panka sandbox set data/orders-db fail:update",
    "panka sandbox set api/server takes=10m",
    "panka sandbox set data/orders/queue visibilityTimeoutSeconds=60",
  ).addHelpText(
    "after",
    `
Outcomes, which stay until they are set otherwise:
  fail, fail:create|update|delete    AWS refuses it
  stall, stall:create|update|delete  it goes on until it is stopped
  unhealthy                          it is deployed and does not become healthy
  takes=TIME                         each of its resources takes so long on AWS: 90s, 10m
  ok                                 nothing of this
PROPERTY=VALUE changes a resource in the simulated cloud once, as a hand on the console would.

Counts in --sandbox runs and in rehearse.`,
  ).action((component, outcome, folder, options) =>
    done(set(context, component, outcome, folder, options))
  );

async function set(
  context: Context,
  target: string,
  text: string,
  folder: Folder,
  options: StackOptions,
): Promise<void> {
  const { world } = context;
  const [
    { loadValid },
    { openSandbox },
    { readOutcomes, writeOutcomes },
    { withOutcome },
    { outcomeIn },
    { showSandbox },
    { renderStack },
    { nearest },
  ] = await Promise.all([
    import("../stack_command.ts"),
    import("../engine.ts"),
    import("../sandbox_outcomes.ts"),
    import("../../engine/sandbox/outcomes.ts"),
    import("../outcome_argument.ts"),
    import("../sandbox_view.ts"),
    import("../../planning/render_stack.ts"),
    import("../../schema/nearest.ts"),
  ]);
  const { stack } = await loadValid(context, folder, options);
  const engine = await openSandbox(context, stack, []);
  const there = await engine.resources();
  const ids = stack.components.map(({ id }) => id);
  const keys = [...renderStack(stack).graph.resources, ...there].map(({ key }) => key);
  const known = [...new Set([...ids, ...keys])];
  if (!known.includes(target) && !known.some((key) => key.startsWith(`${target}/`))) {
    const meant = nearest(target, known);
    throw usage(
      `"${target}" is no component of ${stack.name}, nor a resource of one`,
      meant ? `did you mean ${meant}` : `name one of ${ids.join(", ")}, or SERVICE/NAME/RESOURCE`,
    );
  }
  const isComponent = target.split("/").length === 2;
  const meant = outcomeIn(target, text, isComponent);
  if ("property" in meant) {
    const resource = there.find(({ key }) => key === target);
    if (!resource) {
      const own = keys.filter((key) => key.startsWith(`${target}/`));
      throw usage(
        `"${target}" is no resource in the simulated cloud of ${stack.environment}`,
        own.length
          ? `name a resource that is: ${[...new Set(own)].join(", ")}`
          : "deploy it first: panka apply --sandbox",
      );
    }
    const old = resource.properties[meant.property];
    if (old === undefined) {
      throw usage(
        `"${target}" has no property "${meant.property}"`,
        `it has ${Object.keys(resource.properties).sort().join(", ")}`,
      );
    }
    await engine.set(target, meant.property, typeof old === "string" ? meant.text : meant.value);
  } else {
    const before = readOutcomes(world, stack);
    writeOutcomes(
      world,
      stack,
      "ok" in meant
        ? before.filter(({ component }) => component !== target)
        : withOutcome(before, meant),
    );
  }
  return await showSandbox(context, folder, stack, options);
}
