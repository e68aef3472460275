import type { SessionWorld } from "../../src/state/session_options.ts";

/** A mistake, made by what stands between the real code and the world. */
export type Bug = (world: SessionWorld) => SessionWorld;
