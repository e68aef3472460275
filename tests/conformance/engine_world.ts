import type { Engine, EngineEvent, RunOptions, Unit } from "../../src/engine/port.ts";
import type { Resource, ResourceGraph, Value } from "../../src/engine/resource.ts";

/** One engine on an empty cloud, as the suite drives it. */
export interface EngineWorld {
  engine: Engine;
  /** What the cloud itself says: the text of an SSM parameter, `undefined` when there is none. */
  parameter(name: string): Promise<string | undefined>;
  /** Names of the DynamoDB tables that are there, sorted. */
  tables(): Promise<string[]>;
  /** Changes a parameter behind the engine's back. */
  changeParameter(name: string, text: string): Promise<void>;
  /** Puts a secret into Secrets Manager. */
  putSecret(path: string, text: string): Promise<void>;
  /** From now on what is to have this name is made, and the engine hears of it only after `release`. */
  hold(name: string): Held;
  close(): Promise<void>;
}

/** What the engine does not hear of, so that a run is no further than a test thinks. */
export interface Held {
  /** Resolves once the engine knows that it was interrupted. */
  heard(): Promise<void>;
  release(): void;
}

/** What the graph of a test holds; every part may be left out. */
export interface Shop {
  /** Text of the parameter that all else depends on. */
  config?: Value;
  /** Name of the table; AWS wants three letters at least, so "x" is refused. */
  table?: string;
  /** The table's key; another one needs another table. */
  hashKey?: string;
  protect?: boolean;
  ignoreTags?: boolean;
  tags?: Record<string, Value>;
  /** A second parameter, which depends on the table. */
  audit?: Value;
}

export const CONFIG = "shop/config/parameter";
export const TABLE = "shop/orders/table";
export const AUDIT = "shop/audit/parameter";

/** config ← table ← audit, each only when it is asked for. */
export function shop(parts: Shop): ResourceGraph {
  const graph: ResourceGraph = { resources: [], lookups: [], outputs: {} };
  const { config, table, audit } = parts;
  if (config !== undefined) {
    graph.resources.push(parameter(CONFIG, "/shop/config", config));
    graph.outputs["shop/config"] = { name: { $attr: [CONFIG, "name"] } };
  }
  if (table !== undefined) {
    graph.resources.push(tableOf(table, parts));
    graph.outputs["shop/orders"] = { table: { $attr: [TABLE, "name"] } };
  }
  if (audit !== undefined) graph.resources.push(parameter(AUDIT, "/shop/audit", audit));
  return graph;
}

function parameter(key: string, name: string, text: Value): Resource {
  return {
    key,
    type: "aws:ssm/parameter:Parameter",
    properties: { name, type: "String", insecureValue: text },
    dependsOn: key === AUDIT ? [TABLE] : undefined,
    physicalName: name,
  };
}

function tableOf(
  name: string,
  { hashKey = "pk", protect, ignoreTags, tags, config }: Shop,
): Resource {
  return {
    key: TABLE,
    type: "aws:dynamodb/table:Table",
    properties: {
      name,
      billingMode: "PAY_PER_REQUEST",
      hashKey,
      attributes: [{ name: hashKey, type: "S" }],
      tags: { app: "shop", ...tags },
    },
    dependsOn: config === undefined ? undefined : [CONFIG],
    physicalName: name,
    protect,
    ignoreChanges: ignoreTags ? ["tags"] : undefined,
  };
}

export const unitOf = (
  graph: ResourceGraph,
  checkpoint?: Uint8Array,
  targets?: string[],
): Unit => ({
  name: "shop-dev",
  region: "us-east-1",
  accountId: "000000000000",
  graph,
  checkpoint,
  targets,
});

export const nothing: ResourceGraph = { resources: [], lookups: [], outputs: {} };

/** Keeps what a run tells, and can act in the middle of it. */
export class Watcher implements RunOptions {
  readonly events: EngineEvent[] = [];
  readonly parallelism = 10;
  readonly #first = new AbortController();
  readonly #second = new AbortController();
  readonly signal = this.#first.signal;
  readonly kill = this.#second.signal;

  constructor(private readonly react?: (event: EngineEvent, watcher: Watcher) => void) {}

  onEvent = (event: EngineEvent) => {
    this.events.push(event);
    this.react?.(event, this);
  };

  interrupt = () => this.#first.abort();

  /** "create shop/config/parameter succeeded" for each change, in order. */
  steps(status?: string): string[] {
    return this.events.flatMap((e) =>
      e.type === "resource" && e.operation !== "same" && e.operation !== "read" &&
        (status === undefined || e.status === status)
        ? [`${e.operation} ${e.key} ${e.status}`]
        : []
    );
  }
}
