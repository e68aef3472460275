import type { Clock } from "../../../src/ports/clock.ts";
import type { CloudFile } from "../../../src/engine/sandbox/cloud.ts";
import { MemoryCloud } from "../../../src/engine/sandbox/memory_cloud.ts";

/** A cloud file in memory, and a clock on which all sleep ends at once and counts in full. */
export function memoryCloud(text?: string): {
  file: CloudFile;
  clock: Clock;
  /** What is in the file now. */
  text(): string | undefined;
} {
  const file = new MemoryCloud(text);
  let now = 0;
  return {
    file,
    clock: {
      wall: () => now,
      monotonic: () => now,
      sleep(ms, signal) {
        if (signal?.aborted) return Promise.reject(signal.reason);
        now += ms;
        return Promise.resolve();
      },
    },
    text: () => file.text,
  };
}
