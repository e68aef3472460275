import type { EngineEvent as PulumiEvent } from "@pulumi/pulumi/automation/events.d.ts";

export interface EventLog {
  /** Reads what was written since, and tells of it. */
  poll(): Promise<void>;
  close(): void;
}

/**
 * Reads the file that `pulumi --event-log` writes, one JSON event a line, from where the last
 * poll stopped. A file that isn't there yet is empty; a line without its end is left for later.
 */
export function readEventLog(path: string, onEvent: (event: PulumiEvent) => void): EventLog {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(256 * 1024);
  let file: Deno.FsFile | undefined;
  let rest = "";

  const open = async () => {
    try {
      return await Deno.open(path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  };
  return {
    async poll() {
      file ??= await open();
      for (let n; (n = await file?.read(buffer));) {
        const lines = (rest + decoder.decode(buffer.subarray(0, n), { stream: true })).split("\n");
        rest = lines.pop()!;
        for (const line of lines) if (line) onEvent(JSON.parse(line));
      }
    },
    close: () => file?.close(),
  };
}
