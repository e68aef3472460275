import { createSandboxEngine } from "../../src/engine/sandbox/engine.ts";
import { memoryCloud } from "../engine/sandbox/memory_cloud.ts";
import { engineConformance } from "./engine.ts";
import { partsConformance } from "./engine_parts.ts";
import type { EngineWorld } from "./engine_world.ts";

function open(): Promise<EngineWorld> {
  const { file, clock } = memoryCloud();
  const engine = createSandboxEngine({ file, clock, timeScale: 1 });
  const named = async (name: string) =>
    (await engine.resources()).find((resource) => resource.physicalName === name);
  return Promise.resolve({
    engine,
    async parameter(name) {
      return (await named(name))?.properties.insecureValue as string | undefined;
    },
    async tables() {
      const tables = (await engine.resources())
        .filter((resource) => resource.type === "aws:dynamodb/table:Table");
      return tables.map((table) => table.physicalName!).sort();
    },
    async changeParameter(name, text) {
      await engine.set((await named(name))!.key, "insecureValue", text);
    },
    // It never reads one.
    putSecret: () => Promise.resolve(),
    // It tells of each step before it goes on.
    hold: () => ({ heard: () => Promise.resolve(), release: () => {} }),
    close: () => Promise.resolve(),
  });
}

engineConformance("Sandbox", open);
partsConformance("Sandbox", open);
