import type { Diagnostic } from "../../stack/model.ts";
import { VERSION } from "../version.ts";

const LEVEL = { error: "error", warning: "warning", note: "note" } as const;

/** Diagnostics as SARIF 2.1.0 (OASIS), which code hosts turn into annotations. */
export function sarifLog(diagnostics: readonly Diagnostic[]): Record<string, unknown> {
  const rules = [...new Set(diagnostics.map((d) => d.code))].sort();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{
      tool: { driver: { name: "panka", version: VERSION, rules: rules.map((id) => ({ id })) } },
      columnKind: "utf16CodeUnits",
      results: diagnostics.map((d) => ({
        ruleId: d.code,
        ruleIndex: rules.indexOf(d.code),
        level: LEVEL[d.severity],
        message: { text: [d.summary, d.why, d.fix && `fix: ${d.fix}`].filter(Boolean).join("\n") },
        locations: d.place ? [{ physicalLocation: location(d) }] : [],
        ...(d.place && d.replacement !== undefined && {
          fixes: [{
            description: { text: d.fix ?? "" },
            artifactChanges: [{
              artifactLocation: { uri: uri(d.place.file) },
              replacements: [{
                deletedRegion: region(d),
                insertedContent: { text: d.replacement },
              }],
            }],
          }],
        }),
      })),
    }],
  };
}

const uri = (file: string) => file.split("/").map(encodeURIComponent).join("/");
const location = (d: Diagnostic) => ({
  artifactLocation: { uri: uri(d.place!.file) },
  region: region(d),
});
const region = ({ place }: Diagnostic) => ({
  startLine: place!.line,
  startColumn: place!.column,
  endColumn: place!.column + place!.length,
});
