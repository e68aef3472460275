import { type Emulator, type MinistackOptions, serversMissing, startMinistack } from "./servers.ts";

/** Why this file's tests on ministack can't run, or nothing. */
export const skipped = serversMissing();

/**
 * One ministack for all tests of a file, stopped after the last one; undefined where it is not installed.
 * The tests keep apart by the names of their buckets and tables.
 */
export async function ministackOfFile(options: MinistackOptions): Promise<Emulator | undefined> {
  if (skipped) return undefined;
  const server = await startMinistack({ patience: 0, ...options });
  Deno.test.afterAll(() => server.stop());
  return server;
}
