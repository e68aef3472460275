import { FileProblem, type Files } from "../ports/files.ts";
import { placeOf, type Report } from "./report.ts";

const MAX_BYTES = 1024 * 1024;
// deno-lint-ignore no-control-regex
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]/;

/** The text of a YAML file; undefined when it is none that can be read, which is reported. */
export function readText(files: Files, path: string, report: Report): string | undefined {
  const refuse = (code: string, summary: string, fix: string, why?: string) =>
    report.at({ file: path, line: 1, column: 1, length: 1, source: "" }, {
      code,
      summary,
      why,
      fix,
    });
  let bytes: Uint8Array;
  try {
    const { kind, size } = files.stat(path) ?? { kind: "other", size: 0 };
    if (kind !== "file") {
      // A pipe would be waited for.
      return refuse(
        "unreadable",
        "this is not a file",
        "put a YAML file in its place, or remove it",
      );
    }
    if (size > MAX_BYTES) {
      return refuse(
        "too-large",
        `a YAML file of ${(size / MAX_BYTES).toFixed(1)} MiB; at most 1 MiB is read`,
        "split it, or move what is not YAML into a config folder",
      );
    }
    bytes = files.read(path);
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    return refuse("unreadable", "the file can't be read", "check its permissions", error.message);
  }
  let source: string;
  try {
    source = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refuse("not-utf8", "the file is not UTF-8 text", "save it as UTF-8");
  }
  const control = CONTROL.exec(source);
  if (control) {
    const code = control[0].charCodeAt(0).toString(16).padStart(4, "0").toUpperCase();
    const place = placeOf(path, source, { start: control.index, end: control.index + 1 });
    // Never shown raw: it could steer the terminal.
    return report.at({ ...place, source: place.source.replace(new RegExp(CONTROL, "g"), "�") }, {
      code: "control-character",
      summary: `a control character (U+${code}) is not allowed in YAML`,
      fix: "remove it, or write it as an escape in double quotes",
    });
  }
  return source;
}
