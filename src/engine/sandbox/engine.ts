/**
 * A simulated cloud behind the engine port: nothing leaves this process.
 *
 * ```ts
 * const sandbox = createSandboxEngine({
 *   file: { read: …, write: … },      // .panka/sandbox.json, or memory
 *   clock, timeScale: 0.01,           // a database takes 3 s instead of 300
 *   faults: [parseFault("shop/api:create", "fail")!],
 * });
 * const result = await sandbox.apply(unit, { onEvent, parallelism: 10 });
 * await sandbox.set("shop/orders/table", "billingMode", "PROVISIONED"); // drift
 * ```
 */
import type { Clock } from "../../ports/clock.ts";
import type { Json } from "../../state/document.ts";
import type { Engine, ResourceChange, RunOptions, RunResult, Unit } from "../port.ts";
import { applyGraph, outputsOf } from "./apply.ts";
import { parseCheckpoint } from "./checkpoint.ts";
import { Cloud, type CloudFile, type CloudResource } from "./cloud.ts";
import { differences } from "./difference.ts";
import { durationOf } from "./durations.ts";
import { concerns, type Fault, faultFor } from "./faults.ts";
import type { Duration } from "./outcomes.ts";
import { Simulation } from "./simulation.ts";

export interface SandboxOptions {
  file: CloudFile;
  clock: Clock;
  /** How much of AWS's time is really waited for: 0 none, 1 all. By the resources of a run, where it is not always the same. */
  timeScale: number | ((resources: number) => number);
  faults?: readonly Fault[];
  /** What takes another time than AWS usually does. */
  durations?: readonly Duration[];
  /** Awaited before, between and after the parts of each step; rejects to say that the process died there. */
  at?(point: string): Promise<void>;
}

export interface SandboxEngine extends Engine {
  /** Everything in the cloud. */
  resources(): Promise<CloudResource[]>;
  /** Changes a property behind the engine's back; `undefined` removes it. Answers whether the resource is there. */
  set(key: string, property: string, value: Json | undefined): Promise<boolean>;
  /** Whether a component was told to be unhealthy. */
  failsHealth(component: string): boolean;
  /** Puts a unit into the cloud as if it had been applied, in no time and without faults. Gives the checkpoint. */
  seed(unit: Unit): Promise<Uint8Array>;
}

/** Makes a sandbox; the file is read at the start of each call. */
export function createSandboxEngine(options: SandboxOptions): SandboxEngine {
  const { file, clock, timeScale, faults = [], durations = [], at = () => Promise.resolve() } =
    options;
  let current: Simulation | undefined;

  const sleep = (scale: number) => async (milliseconds: number, signal?: AbortSignal) => {
    const scaled = milliseconds * scale;
    // What is shorter than a timer takes is no time.
    if (!(scaled >= 1) && milliseconds !== Infinity) return;
    if (milliseconds === Infinity) return await aborted(signal);
    await clock.sleep(scaled, signal).catch((error) => {
      if (!signal?.aborted) throw error;
    });
  };

  /** `real`: with time, faults and places to die, and written to the file. */
  async function run(unit: Unit, runOptions: RunOptions, cloud: Cloud, real: boolean) {
    const began = clock.monotonic();
    const checkpoint = parseCheckpoint(unit.checkpoint);
    const resources = Math.max(unit.graph.resources.length, checkpoint.resources.length);
    const scale = typeof timeScale === "number" ? timeScale : timeScale(resources);
    const simulation = new Simulation(unit, checkpoint, {
      cloud,
      faults: real ? faults : [],
      timeOf: (key, type, kind) =>
        durations.find((one) => concerns(one, key))?.milliseconds ?? durationOf(type, kind),
      elapsed: () => Math.round(clock.monotonic() - began),
      sleep: real ? sleep(scale) : () => Promise.resolve(),
      at: real ? at : () => Promise.resolve(),
    }, runOptions);
    if (real) current = simulation;
    try {
      await applyGraph(simulation, runOptions.parallelism);
    } finally {
      if (real) current = undefined;
    }
    return simulation;
  }

  async function apply(unit: Unit, runOptions: RunOptions): Promise<RunResult> {
    const cloud = await Cloud.open(file);
    const simulation = await run(unit, runOptions, cloud, true);
    await cloud.settle();
    return {
      outcome: simulation.complete ? "succeeded" : simulation.aborted() ? "cancelled" : "failed",
      checkpoint: simulation.checkpoint(),
      outputs: outputsOf(simulation),
      urns: Object.fromEntries(
        simulation.known.live.map(({ key, type, id }) => [key, `sandbox:${type}:${id}`]),
      ),
      doomed: simulation.known.doomed.map(({ key }) => key),
      errors: simulation.errors,
    };
  }

  return {
    name: "sandbox",
    apply,
    destroy: (unit, runOptions) => apply({ ...unit, graph: nothing }, runOptions),
    async preview(unit, runOptions) {
      const cloud = (await Cloud.open(file)).copy();
      const { parallelism, refresh } = runOptions;
      const quiet = { parallelism, refresh, onEvent() {} };
      const { changes, errors } = await run(unit, quiet, cloud, false);
      return { changes, errors };
    },
    async refresh(unit) {
      const cloud = await Cloud.open(file);
      return { changes: driftOf(cloud, unit), errors: [] };
    },
    currentCheckpoint: () => Promise.resolve(current?.checkpoint()),
    resources: async () => (await Cloud.open(file)).all(),
    async set(key, property, value) {
      const cloud = await Cloud.open(file);
      const resource = cloud.all().find((r) => r.key === key);
      if (!resource) return false;
      const properties = { ...resource.properties };
      if (value === undefined) delete properties[property];
      else properties[property] = value;
      cloud.put({ ...resource, properties });
      await cloud.save();
      return true;
    },
    failsHealth: (component) => faultFor(faults, component, "health") !== undefined,
    async seed(unit) {
      const cloud = await Cloud.open(file);
      const quiet = { parallelism: 1, onEvent() {} };
      const simulation = await run(unit, quiet, cloud, false);
      const [error] = simulation.errors;
      if (error) throw new Error(`${error.key}: ${error.message}`);
      await cloud.save();
      return simulation.checkpoint();
    },
  };
}

const nothing = { resources: [], lookups: [], outputs: {} };

/** What the cloud has otherwise than the checkpoint says. */
function driftOf(cloud: Cloud, { checkpoint }: Unit): ResourceChange[] {
  return parseCheckpoint(checkpoint).resources.flatMap(({ key, type, id, properties }) => {
    const there = cloud.find(type, id);
    const paths = there ? differences(properties, there.properties) : [];
    if (there && paths.length === 0) return [];
    const operation = there ? "update" as const : "delete" as const;
    return [{ key, type, operation, properties: paths, replacedBy: [] }];
  });
}

function aborted(signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    else signal?.addEventListener("abort", () => resolve(), { once: true });
  });
}
