import {
  type Emulator,
  type MinistackOptions,
  serversMissing,
  startMinistack,
  startMoto,
} from "./servers.ts";

/** Why this file's tests on an emulator can't run, or nothing. */
export const skipped = serversMissing();

/**
 * One ministack for all tests of a file, stopped after the last one; undefined where it is not installed.
 * The tests keep apart by the names of their buckets and tables.
 */
export function ministackOfFile(options: MinistackOptions): Promise<Emulator | undefined> {
  return ofFile(() => startMinistack({ patience: 0, ...options }));
}

/** The same with moto, another author's reading of AWS. */
export function motoOfFile(): Promise<Emulator | undefined> {
  return ofFile(startMoto);
}

async function ofFile(start: () => Promise<Emulator>): Promise<Emulator | undefined> {
  if (skipped) return undefined;
  const server = await start();
  Deno.test.afterAll(() => server.stop());
  return server;
}
