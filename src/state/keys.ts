/**
 * Checks a store key: `/`-separated, no empty segment, no `.` or `..`, no control characters.
 *
 * @throws TypeError naming the key
 */
export function checkKey(key: string): void {
  const bad = key.split("/").some((segment) =>
    segment === "" || segment === "." || segment === ".."
  );
  // deno-lint-ignore no-control-regex
  if (bad || /[\u0000-\u001f\u007f]/.test(key)) {
    throw new TypeError(
      `Use a key without empty, "." or ".." segments, not ${JSON.stringify(key)}`,
    );
  }
}
