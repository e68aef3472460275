/** Engines by the name that the RDS API uses. */
export const ENGINES = [
  "postgres",
  "mysql",
  "mariadb",
  "aurora-postgresql",
  "aurora-mysql",
] as const;
export type Engine = (typeof ENGINES)[number];

export const isAurora = (engine: Engine): boolean => engine.startsWith("aurora-");
export const isPostgres = (engine: Engine): boolean => engine.includes("postgres");
export const usualPort = (engine: Engine): number => isPostgres(engine) ? 5432 : 3306;

/** The parameter group family of a version, "postgres15"; a text that says what is missing where it has none. */
export function parameterFamily(
  engine: Engine,
  version: string,
): { family: string } | { wanted: string } {
  const [major = "", minor] = version.split(".");
  if (isPostgres(engine)) {
    if (Number(major) >= 10) return { family: `${engine}${major}` };
    return { wanted: "a version of 10 or later, such as 16" };
  }
  if (minor === undefined || !/^\d+$/.test(minor)) {
    const example = engine === "mariadb" ? "10.11" : "8.0";
    return { wanted: `a version with two numbers, such as "${example}"` };
  }
  if (engine === "aurora-mysql" && !["5.7", "8.0", "8.4"].includes(`${major}.${minor}`)) {
    return { wanted: `the MySQL version first, such as "8.0" or "8.0.mysql_aurora.3.08.2"` };
  }
  return { family: `${engine}${major}.${minor}` };
}

/** The parameter that makes the server refuse connections without TLS, where its default does not. */
export function requireTls(engine: Engine, version: string): Record<string, string> {
  if (!isPostgres(engine)) return { require_secure_transport: "1" };
  // On by default from PostgreSQL 15 (RDS) and 17 (Aurora); set again it would differ forever.
  const since = isAurora(engine) ? 17 : 15;
  return Number(version.split(".")[0]) < since ? { "rds.force_ssl": "1" } : {};
}
