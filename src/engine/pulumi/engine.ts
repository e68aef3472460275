/**
 * The engine that makes resource graphs true through the Pulumi CLI.
 *
 * ```ts
 * const engine = createPulumiEngine({
 *   tools: () => findPulumi({ … }),          // install.ts
 *   credentials: () => chain.environment(),  // { AWS_ACCESS_KEY_ID: …, … }
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
import { checkpointResources, checkpointSalt, emptyCheckpoint } from "./checkpoint.ts";
import { childEnvironment, isEmulated } from "./environment.ts";
import type { SecretText } from "./expressions.ts";
import { resolveOutputs } from "./outputs.ts";
import { passphraseCrypter } from "./passphrase_crypter.ts";
import { pulumiProgram } from "./program.ts";
import { type Run, runPulumi, type Verb } from "./run.ts";
import { PROJECT, resourceOfUrn } from "./urn.ts";
import { openWorkspace, type Workspace, type WorkspaceContent } from "./workspace.ts";

/** Where the programs are. */
export interface PulumiTools {
  /** Path of the CLI. */
  pulumi: string;
  /** `PULUMI_HOME`: panka's own, with the plugins it installed. */
  home: string;
  /** Folder of a `pulumi-resource-aws` outside of `home`. */
  pluginFolder?: string;
}

export interface PulumiEngineOptions {
  /** Finds the programs; called once, before the first run. */
  tools(): Promise<PulumiTools>;
  /** `AWS_*` variables for the provider, fresh for each run. */
  credentials(): Promise<Record<string, string>>;
  /** What secrets in the checkpoint are encrypted with; the same for all runs of a stack. */
  passphrase(): Promise<string>;
  /** The text of a secret in Secrets Manager, for `$secret: "path#key"`, which Pulumi YAML can't take apart. */
  readSecret?(path: string): Promise<string>;
  /** panka's own environment: PATH, proxies, certificates, endpoints are passed on. */
  environment: Record<string, string>;
  /** Where temporary folders are made; default: the system's. */
  temporaryFolder?: string;
}

/** Makes an engine for one stack. Nothing is looked for or started before the first run. */
export function createPulumiEngine(options: PulumiEngineOptions): Engine {
  let tools: Promise<PulumiTools> | undefined;
  let current: Workspace | undefined;

  async function run(verb: Verb, unit: Unit, runOptions: RunOptions): Promise<Run> {
    const [found, credentials, passphrase] = await Promise.all([
      tools ??= options.tools(),
      options.credentials(),
      options.passphrase(),
    ]);
    if (runOptions.signal?.aborted || runOptions.kill?.aborted) return notStarted(unit);
    const rendered = pulumiProgram({
      graph: unit.graph,
      region: unit.region,
      accountId: unit.accountId,
      emulated: isEmulated({ ...options.environment, ...credentials }),
      lastInputs: lastInputsOf(unit),
      pluginFolder: found.pluginFolder,
    });
    const configuration = await configurationOf(
      unit,
      passphrase,
      rendered.secretTexts,
      options.readSecret,
    );
    const workspace = await openWorkspace(
      { stack: unit.name, rendered, checkpoint: unit.checkpoint, configuration },
      options.temporaryFolder,
    );
    current = workspace;
    try {
      return await runPulumi(workspace, verb, unit, runOptions, {
        command: found.pulumi,
        environment: childEnvironment({
          outer: options.environment,
          home: found.home,
          backend: workspace.backend,
          passphrase,
          credentials,
        }),
      });
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
        return await current?.checkpoint();
      } catch (error) {
        // The run ended meanwhile, and its folder with it.
        if (error instanceof Deno.errors.NotFound) return undefined;
        throw error;
      }
    },
  };
}

function lastInputsOf({ checkpoint }: Unit) {
  const resources = checkpoint ? checkpointResources(checkpoint) : [];
  return new Map(resources.flatMap(({ urn, inputs = {} }) => {
    const key = resourceOfUrn(urn)?.key;
    return key === undefined ? [] : [[key, inputs] as const];
  }));
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
    errors,
  };
}

/** With the checkpoint's own salt, Pulumi derives one key instead of two. */
async function configurationOf(
  { checkpoint }: Unit,
  passphrase: string,
  wanted: SecretText[],
  readSecret: PulumiEngineOptions["readSecret"],
): Promise<WorkspaceContent["configuration"]> {
  const encryptionsalt = checkpoint && checkpointSalt(checkpoint);
  if (wanted.length === 0) return { encryptionsalt };
  const crypter = await passphraseCrypter(passphrase, encryptionsalt);
  const config: Record<string, { secure: string }> = {};
  for (const { name, path, key } of wanted) {
    if (!readSecret) throw new Error(`nothing is set up to read "${path}#${key}"`);
    config[`${PROJECT}:${name}`] = {
      secure: await crypter.encrypt(jsonKey(await readSecret(path), path, key)),
    };
  }
  return { encryptionsalt: crypter.salt, config };
}

/** Says nothing of the secret's text, whatever is wrong with it. */
function jsonKey(text: string, path: string, key: string): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Error(`the secret "${path}" is not JSON, so it has no key "${key}"`);
  }
  const value = typeof parsed === "object" && parsed !== null && Object.hasOwn(parsed, key)
    ? (parsed as Record<string, unknown>)[key]
    : undefined;
  if (value === undefined || value === null) {
    throw new Error(`the secret "${path}" has no key "${key}"`);
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
