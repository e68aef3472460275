import type { RedisSpec } from "./redis_fields.ts";

export const versionOf = ({ engine }: RedisSpec): string =>
  engine.version ?? (engine.type === "valkey" ? "8.0" : "7.1");

/** "redis7", "redis6.x", "redis5.0", "valkey8". */
export function familyOf(spec: RedisSpec): string {
  const [major = "", minor = "0"] = versionOf(spec).split(".");
  if (spec.engine.type === "valkey" || Number(major) >= 7) return `${spec.engine.type}${major}`;
  return major === "6" ? "redis6.x" : `redis${major}.${minor}`;
}
