import type { Config } from "../../config/resolve.ts";
import { SETTING_KEYS, type SettingKey, SETTINGS } from "../../config/settings.ts";
import { visible } from "./diagnostics.ts";
import { type Colors, cut, pad, widest } from "./style.ts";

interface Row {
  key: SettingKey;
  value: string;
  source: string;
  set: boolean;
  hides: string[];
}

/** Every setting, its value and where it came from; under a value what it hides. */
export function configText(config: Config, c: Colors, columns: number): string {
  const rows = SETTING_KEYS.map((key) => rowOf(config, key));
  const keys = widest(rows.map((row) => row.key));
  const values = Math.max(5, widest(rows.map((row) => row.value)));
  const sources = Math.max(4, widest(rows.map((row) => row.source)));
  // Side by side where it fits, else the source goes on a line of its own.
  const wide = keys + values + sources + 4 <= columns;
  const lines: string[] = [];
  for (const { key, value, source, set, hides } of rows) {
    const shown = wide ? pad(value, values) : cut(value, columns - keys - 2);
    const head = `${pad(key, keys)}  ${set ? shown : c.dim(shown)}`;
    lines.push((wide ? `${head}  ${c.dim(source)}` : head).trimEnd());
    const indent = " ".repeat(keys + 2);
    if (!wide && set) lines.push(c.dim(`${indent}${cut(source, columns - keys - 2)}`));
    for (const hidden of hides) {
      lines.push(c.dim(`${indent}${cut(`over ${hidden}`, columns - keys - 2)}`));
    }
  }
  return lines.join("\n");
}

function rowOf({ values, sources, hidden }: Config, key: SettingKey): Row {
  const { secret, default: fallback } = SETTINGS[key];
  const value = values[key];
  const source = sources[key];
  const show = (text: string) => secret ? "(set, not shown)" : visible(text);
  const hides = (hidden[key] ?? [])
    .filter((other) => other.value !== value && other.source.from !== "default")
    .map((other) => `${show(other.value)} of ${other.source.name}`);
  return {
    key,
    value: value === undefined ? fallback.words ?? "-" : show(value),
    source: source?.name ?? "",
    set: source !== undefined && source.from !== "default",
    hides,
  };
}

/** The same for machines. */
export function configJson({ values, sources, hidden }: Config): Record<string, unknown> {
  return {
    schema: "panka/config@1",
    settings: SETTING_KEYS.map((key) => {
      const source = sources[key];
      const show = (value: string | undefined) =>
        value !== undefined && SETTINGS[key].secret ? "(set, not shown)" : value;
      return {
        key,
        value: show(values[key]) ?? null,
        from: source?.from ?? "default",
        source: source?.name ?? "default",
        file: source?.place?.file,
        line: source?.place?.line,
        hides: (hidden[key] ?? []).filter((other) => other.source.from !== "default")
          .map(({ value, source }) => ({ value: show(value), source: source.name })),
        doc: SETTINGS[key].doc,
        environment: SETTINGS[key].env,
      };
    }),
  };
}
