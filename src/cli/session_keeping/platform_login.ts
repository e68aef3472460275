import type { World } from "../world.ts";
import { configFolder } from "./sessions.ts";

const SCHEMA = "panka/platform-login@1";

/** What `admin login` keeps: which backend is meant, and by which profile. Nothing of it is secret. */
export interface PlatformLogin {
  bucket: string;
  table: string;
  region: string;
  /** Of AWS's own configuration; absent: as the environment says. */
  profile?: string;
}

const pathIn = (world: World): string | undefined => {
  const folder = configFolder(world);
  return folder && `${folder}/platform.json`;
};

/** Undefined where nobody logged in, or the file is no such thing. */
export function platformLogin(world: World): PlatformLogin | undefined {
  const path = pathIn(world);
  if (!path || !world.files.stat(path)) return undefined;
  try {
    const found = JSON.parse(new TextDecoder().decode(world.files.read(path)));
    const whole = ["bucket", "table", "region"]
      .every((key) => typeof found[key] === "string");
    return found.schema === SCHEMA && whole ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Answers where it is kept; undefined where there is no home. */
export function keepPlatformLogin(world: World, login: PlatformLogin): string | undefined {
  const path = pathIn(world);
  if (path) world.write(path, JSON.stringify({ schema: SCHEMA, ...login }, null, 2) + "\n", 0o600);
  return path;
}

/** Answers whether there was one. */
export function forgetPlatformLogin(world: World): boolean {
  const path = pathIn(world);
  if (!path || !world.files.stat(path)) return false;
  world.remove(path);
  return true;
}
