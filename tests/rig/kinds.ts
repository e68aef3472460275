/**
 * Takes every kind's example through create, preview, update, preview and destroy, by panka's own
 * engine on the rig, and prints what came of it:
 *
 * ```sh
 * tools/deno run -A tests/rig/kinds.ts [STACK…]     # those of kind_stacks.ts; default: all
 * ```
 */
import { load } from "js-yaml";
import type { Engine, ResourceChange, RunResult } from "../../src/engine/port.ts";
import type { ResourceGraph } from "../../src/engine/resource.ts";
import { findKind } from "../../src/kinds/registry.ts";
import { renderStack } from "../../src/planning/render_stack.ts";
import { loadStack } from "../../src/stack/load.ts";
import { rigEngine } from "../engine/pulumi/rig_engine.ts";
import { memoryFiles } from "../memory_files.ts";
import { type Change, ofMoto, type Rehearsed, secretsOf, stacks } from "./kind_stacks.ts";
import { findRig } from "./rig.ts";
import { startMinistack } from "./servers.ts";

const ACCOUNT = "000000000000";
/** Properties of @pulumi/aws 7.48 that the Terraform provider 5.100 behind the rig does not know. */
const NEWER: Record<string, string> = {
  "aws:lambda/permission:Permission": "invokedViaFunctionUrl",
};

/** Milliseconds after which a step is given up: some deletions never end on an emulator. */
const PATIENCE = 300_000;

const rig = findRig();
if ("missing" in rig) throw new Error(rig.missing);
const wanted = Deno.args.length ? Deno.args : Object.keys(stacks);
const home = await Deno.makeTempDir({ prefix: "panka-kinds-" });
try {
  for (const name of wanted) {
    const all = stacks[name];
    if (!all) throw new Error(`there is no stack "${name}": ${Object.keys(stacks).join(", ")}`);
    const toMoto = ["application-autoscaling", ...ofMoto[name] ?? []];
    const server = await startMinistack({ moto: true, toMoto });
    try {
      for (const [path, text] of Object.entries(secretsOf[name] ?? {})) {
        await putSecret(server.url, path, text);
      }
      await rehearse(name, all, rigEngine(rig, server.url, home));
    } finally {
      await server.stop();
    }
  }
} finally {
  await Deno.remove(home, { recursive: true });
}

/** Puts a secret into the emulator, which checks no signature. */
async function putSecret(url: string, Name: string, SecretString: string): Promise<void> {
  const scope = "20260101/eu-west-1/secretsmanager/aws4_request";
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "secretsmanager.CreateSecret",
      authorization: `AWS4-HMAC-SHA256 Credential=test/${scope}`,
    },
    body: JSON.stringify({ Name, SecretString }),
  });
  if (!response.ok) throw new Error(`no secret "${Name}": ${await response.text()}`);
}

async function rehearse(name: string, all: readonly Rehearsed[], engine: Engine): Promise<void> {
  const first = graphOf(name, all, false);
  const second = graphOf(name, all, true);
  let checkpoint: Uint8Array | undefined;
  const unit = (graph: ResourceGraph) => ({
    name: `kinds-${name}`,
    region: "eu-west-1",
    accountId: ACCOUNT,
    graph,
    checkpoint,
  });
  const options = () => ({
    onEvent() {},
    parallelism: 10,
    kill: AbortSignal.timeout(PATIENCE),
  });
  const step = async (title: string, run: () => Promise<Partial<RunResult & Preview>>) => {
    const began = performance.now();
    const { outcome, errors = [], changes = [], outputs, checkpoint: saved } = await run();
    checkpoint = saved ?? checkpoint;
    const seconds = Math.round((performance.now() - began) / 1000);
    console.log(`${name}: ${title} ${outcome ?? `${changes.length} changes`} (${seconds} s)`);
    for (const [id, { secretArn }] of Object.entries(outputs ?? {})) {
      if (secretArn !== undefined) console.log(`  ${id} secretArn: "${secretArn}"`);
    }
    for (const { key, message } of errors) console.log(`  ${key ?? "-"}: ${message}`);
    for (const { key, operation, properties, replacedBy } of changes) {
      const by = replacedBy.length ? `, replaced by ${replacedBy.join(" ")}` : "";
      console.log(`  ${operation} ${key}: ${properties.join(" ")}${by}`);
    }
  };
  await step("create", () => engine.apply(unit(first), options()));
  await step("preview", () => engine.preview(unit(first), options()));
  await step("preview of the update", () => engine.preview(unit(second), options()));
  await step("update", () => engine.apply(unit(second), options()));
  await step("preview", () => engine.preview(unit(second), options()));
  await step("destroy", () => engine.destroy(unit(second), options()));
}

interface Preview {
  changes: ResourceChange[];
}

/** What the examples render to, changed or not. */
function graphOf(stack: string, all: readonly Rehearsed[], changed: boolean): ResourceGraph {
  const documents = all.map((one) => documentOf(one, changed ? one.change : {}));
  const head = {
    apiVersion: "core.panka.io/v1",
    kind: "Stack",
    metadata: { name: stack, tenant: "rig" },
    spec: { provider: { region: "eu-west-1", accountId: ACCOUNT } },
  };
  const files = memoryFiles({
    "stack.yaml": JSON.stringify(head),
    "services/all/components.yaml": documents.map((one) => JSON.stringify(one)).join("\n---\n"),
  });
  const loaded = loadStack(files, { root: "." });
  if (!loaded.stack) throw new Error(JSON.stringify(loaded.diagnostics, null, 1));
  const { graph } = renderStack(loaded.stack);
  for (const { type, properties, protect } of graph.resources) {
    if (protect) throw new Error("nothing of the examples is to be protected");
    const newer = NEWER[type];
    if (newer !== undefined && newer in properties) delete properties[newer];
  }
  return graph;
}

function documentOf({ kind, name = kind.toLowerCase(), with: more }: Rehearsed, change: Change) {
  const example = load(findKind(kind)!.example) as Change;
  return {
    apiVersion: "components.panka.io/v1",
    kind,
    metadata: { name },
    spec: { ...example, ...more, ...change },
  };
}
