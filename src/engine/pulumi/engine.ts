/**
 * The engine that makes resource graphs true through the Pulumi CLI.
 *
 * ```ts
 * const engine = createPulumiEngine({
 *   tools: () => findPulumi({ … }),          // install.ts
 *   credentials: () => chain.environment(),  // { environment: { AWS_ACCESS_KEY_ID: …, … } }
 *   passphrase: () => keyOfTheStack(),       // passphrase_file.ts with the directory store
 *   readSecret: (path) => secretsManager.text(path),
 *   environment: Deno.env.toObject(),
 * });
 * const result = await engine.apply(unit, { onEvent, signal, kill, parallelism: 10 });
 * ```
 *
 * A run has a temporary folder of its own, removed at its end. `signal` interrupts Pulumi once: it
 * starts nothing new and waits for what is in flight, which it records. `kill` ends it within 10
 * seconds; what was in flight is then unknown.
 */
import type { Engine, RunOptions, RunResult, Unit } from "../port.ts";
import { PreviewedChanges } from "./changes.ts";
import {
  checkpointResources,
  checkpointSalt,
  doomedResources,
  emptyCheckpoint,
} from "./checkpoint.ts";
import type { Cli } from "./cli.ts";
import { childEnvironment, isEmulated, queueEndpoint } from "./environment.ts";
import { lastInputs } from "./last_inputs.ts";
import type { Leftover } from "./leftover.ts";
import { resolveOutputs } from "./outputs.ts";
import { pulumiProgram } from "./program.ts";
import { stackConfiguration } from "./stack_configuration.ts";
import { recovered, settled } from "./recover.ts";
import { reviveReplaced } from "./revive.ts";
import { type Run, runVerb, type Verb } from "./run.ts";
import type { Finder } from "./take_over.ts";
import { ORGANIZATION, PROJECT, resourceOfUrn } from "./urn.ts";
import { leftoversOf, openWorkspace, type Workspace } from "./workspace.ts";

/** Where the programs are. */
export interface PulumiTools {
  /** Path of the CLI. */
  pulumi: string;
  /** `PULUMI_HOME`: panka's own, with the plugins it installed. */
  home: string;
  /** Folder of a `pulumi-resource-aws` outside of `home`. */
  pluginFolder?: string;
}

export interface RunCredentials {
  environment: Record<string, string>;
  close?(): Promise<void>;
}

export interface PulumiEngineOptions {
  /** Finds the programs; called once, before the first run. */
  tools(): Promise<PulumiTools>;
  /** `AWS_*` variables for the provider, for one run: `close` at its end takes back what serves them. */
  credentials(): Promise<RunCredentials>;
  /** What secrets in the checkpoint are encrypted with; the same for all runs of a stack. */
  passphrase(): Promise<string>;
  /** The text of a secret in Secrets Manager, for `$secret: "path#key"`, which Pulumi YAML can't take apart. */
  readSecret?(path: string): Promise<string>;
  /** Without it, what a killed run made and AWS made up the id of is not taken over. */
  finder?: Finder;
  /** panka's own environment: PATH, proxies, certificates, endpoints are passed on. */
  environment: Record<string, string>;
  /**
   * Where runs that change something keep their folders until they end; another one for each
   * backend. What a killed process left there tells the next run on this machine all that was
   * done. Without it they are temporary.
   */
  runs?: string;
}

/** Makes an engine for one stack. Nothing is looked for or started before the first run. */
export function createPulumiEngine(options: PulumiEngineOptions): Engine {
  let tools: Promise<PulumiTools> | undefined;
  let current: Workspace | undefined;

  async function run(verb: Verb, given: Unit, runOptions: RunOptions): Promise<Run> {
    const [found, passphrase] = await Promise.all([
      tools ??= options.tools(),
      options.passphrase(),
    ]);
    const { environment, close } = await options.credentials();
    try {
      return await runWith(found, environment, passphrase, verb, given, runOptions);
    } finally {
      await close?.();
    }
  }

  async function runWith(
    found: PulumiTools,
    credentials: Record<string, string>,
    passphrase: string,
    verb: Verb,
    given: Unit,
    runOptions: RunOptions,
  ): Promise<Run> {
    if (runOptions.signal?.aborted || runOptions.kill?.aborted) return notStarted(given);
    const changing = verb === "up" || verb === "destroy";
    // Only who changes something holds the unit's lock, and may keep a folder of its own.
    const runs = changing ? options.runs : undefined;
    const leftovers = await leftoversFor(given, options.runs, runs !== undefined);
    const { unit: asKnown, begun } = settled(given, leftovers[0]?.checkpoint);
    const outer = { ...options.environment, ...credentials };
    const open = async (unit: Unit, runs?: string): Promise<Cli> => {
      const rendered = pulumiProgram({
        graph: unit.graph,
        region: unit.region,
        accountId: unit.accountId,
        lineage: unit.lineage,
        emulated: isEmulated(outer),
        lastInputs: lastInputs(unit.checkpoint),
        healthMs: runOptions.healthMs,
        pluginFolder: found.pluginFolder,
      });
      const configuration = await stackConfiguration({
        salt: unit.checkpoint && checkpointSalt(unit.checkpoint),
        passphrase,
        secretTexts: rendered.secretTexts,
        readSecret: options.readSecret,
        salted: changing,
      });
      const workspace = await openWorkspace({
        stack: unit.name,
        rendered,
        checkpoint: unit.checkpoint,
        committed: given.checkpoint,
        part: unit.part,
        configuration,
      }, runs);
      return {
        workspace,
        stack: `${ORGANIZATION}/${PROJECT}/${unit.name}`,
        command: found.pulumi,
        environment: childEnvironment({
          outer: options.environment,
          home: found.home,
          backend: workspace.backend,
          passphrase,
          credentials,
        }),
        signal: runOptions.signal,
        kill: runOptions.kill,
      };
    };
    const aside = async <T>(unit: Unit, use: (cli: Cli) => Promise<T>): Promise<T> => {
      const cli = await open(unit);
      try {
        return await use(cli);
      } finally {
        await cli.workspace.remove();
      }
    };
    const recovering = begun.lost.length > 0;
    let unit = asKnown;
    if (recovering) {
      unit = await recovered(unit, begun, {
        place: { ...unit, queueEndpoint: queueEndpoint(outer) },
        finder: options.finder,
        warn: (message) =>
          runOptions.onEvent({ type: "diagnostic", at: 0, severity: "warning", message }),
      }, aside);
    }
    if (unit.checkpoint && (verb === "up" || verb === "preview")) {
      const quietly = { ...runOptions, refresh: false, onEvent() {} };
      const preview = () => aside(unit, (cli) => runVerb(cli, "preview", unit, quietly));
      unit = { ...unit, checkpoint: await reviveReplaced(unit.checkpoint, preview) };
    }
    const cli = await open(unit, runs);
    const { workspace } = cli;
    current = workspace;
    try {
      if (runs) {
        await Promise.all(leftovers.map(({ root }) => Deno.remove(root, { recursive: true })));
      }
      // What was found has to be known before there is more to find.
      if (recovering && changing) await runOptions.settle?.();
      const refresh = runOptions.refresh || recovering;
      const perform = (more: Record<string, string> = {}) =>
        runVerb({ ...cli, environment: { ...cli.environment, ...more } }, verb, unit, {
          ...runOptions,
          refresh,
        });
      return await (changing ? workspace.journaled(perform, runOptions.settle) : perform());
    } finally {
      current = undefined;
      await workspace.remove();
    }
  }

  async function change(verb: "up" | "destroy", unit: Unit, runOptions: RunOptions) {
    return resultOf(unit, await run(verb, unit, runOptions));
  }

  async function look(verb: "preview" | "refresh", unit: Unit, runOptions: RunOptions) {
    const { changes, errors } = await run(verb, unit, runOptions);
    return { changes: changes.all(), errors };
  }

  return {
    name: "pulumi",
    preview: (unit, runOptions) => look("preview", unit, runOptions),
    apply: (unit, runOptions) => change("up", unit, runOptions),
    destroy: (unit, runOptions) => change("destroy", unit, runOptions),
    refresh: (unit, runOptions) => look("refresh", unit, runOptions),
    currentCheckpoint: async () => {
      try {
        return await current?.handOut();
      } catch (error) {
        // The run ended meanwhile, and its folder with it.
        if (error instanceof Deno.errors.NotFound) return undefined;
        throw error;
      }
    },
  };
}

/** What killed processes left of a unit's runs on this machine, where there is a sign that one was. */
async function leftoversFor(
  unit: Unit,
  runs: string | undefined,
  locked: boolean,
): Promise<Leftover[]> {
  // Without the lock it may be another's run in progress, and a unit that was never committed has
  // no lineage to tell it from others of its name.
  const { checkpoint, recover, part } = unit;
  const owns = (urn: string) => part?.owns(resourceOfUrn(urn)?.key ?? "@") ?? true;
  const committed = checkpoint && checkpointResources(checkpoint).some(({ urn }) => owns(urn));
  const sign = recover?.length || (locked && committed);
  return runs && sign ? await leftoversOf(runs, unit) : [];
}

function notStarted({ name, checkpoint }: Unit): Run {
  return {
    outcome: "cancelled",
    checkpoint: checkpoint ?? emptyCheckpoint(PROJECT, name),
    changes: new PreviewedChanges(),
    errors: [],
  };
}

function resultOf(unit: Unit, { outcome, checkpoint, errors }: Run): RunResult {
  const resources = checkpointResources(checkpoint);
  const urns = resources.flatMap(({ urn }) => {
    const key = resourceOfUrn(urn)?.key;
    return key === undefined ? [] : [[key, urn] as const];
  });
  return {
    outcome,
    checkpoint,
    outputs: resolveOutputs(unit.graph, resources),
    urns: Object.fromEntries(urns),
    ids: Object.fromEntries(
      resources.flatMap(({ urn, id }) => {
        const key = resourceOfUrn(urn)?.key;
        return key === undefined || id === undefined ? [] : [[key, id]];
      }),
    ),
    doomed: doomedResources(checkpoint).flatMap(({ urn }) => resourceOfUrn(urn)?.key ?? []),
    errors,
  };
}
