import type { Config } from "../../config/resolve.ts";
import type { OutputReference } from "../../schema/field.ts";
import type { Stack } from "../../stack/model.ts";
import type { Json } from "../../state/document.ts";
import { columnsText } from "./columns.ts";
import { visible } from "./diagnostics.ts";
import { type Colors, wrap } from "./style.ts";

/** A stack for people: what it is, its services with their components, its outputs. */
export function stackText(stack: Stack, config: Config, c: Colors, columns: number): string {
  const { name, environment, region, description, tenant, production } = stack;
  const lines = [
    [c.bold(name), environment, region, ...tenant ? [tenant] : []].join(" · "),
    ...description ? [wrap(visible(description), columns)] : [],
    "",
  ];
  const facts = [
    ["state", backendWords(config)],
    ...production ? [["production", "asks for the stack's name before changes"]] : [],
    ...stack.locking === "service" ? [["locking", "services deploy side by side"]] : [],
  ];
  lines.push(columnsText(facts, columns).trimEnd());
  lines.push("", ...servicesText(stack, c, columns));
  const outputs = Object.entries(stack.outputs);
  if (outputs.length) {
    lines.push("", "outputs");
    const rows = outputs.map(([name, value]) => [`  ${name}`, outputWords(value)]);
    lines.push(columnsText(rows, columns).trimEnd());
  }
  return lines.join("\n");
}

/** Services and their components, one under the other. */
export function servicesText(
  { services, components }: Pick<Stack, "services" | "components">,
  c: Colors,
  columns: number,
): string[] {
  if (services.length === 0) return ["no services yet"];
  return services.flatMap((service, i) => {
    const own = components.filter((component) => component.service === service.name);
    const needs = service.dependsOn.length ? c.dim(`  after ${service.dependsOn.join(", ")}`) : "";
    const rows = own.map(({ name, kind, edges }) => [
      `  ${name}`,
      kind.name,
      [...new Set(edges.map(({ to }) => short(to, service.name)))].join(", "),
    ]);
    return [
      ...i > 0 ? [""] : [],
      service.name + needs,
      rows.length ? columnsText(rows, columns).trimEnd() : c.dim("  no components yet"),
    ];
  });
}

const short = (id: string, service: string) =>
  id.startsWith(`${service}/`) ? id.slice(service.length + 1) : id;

/** Where state is kept, in a few words. */
function backendWords({ values, sources }: Config): string {
  const source = sources["backend.type"]!;
  if (values["backend.type"] === "s3") {
    return `s3://${values["backend.bucket"] ?? "?"}, locks in ${
      values["backend.table"] ?? "?"
    } (${source.name})`;
  }
  return values["backend.directory"] ?? ".panka beside the stack";
}

/** An output as it is written. */
function outputWords(value: Json): string {
  const reference = ({ $from, output }: OutputReference) => `\${${$from}.${output}}`;
  if (typeof value === "string") return visible(value);
  const late = value as unknown as OutputReference & { $join?: (string | OutputReference)[] };
  if (late.$join) {
    return late.$join.map((part) => typeof part === "string" ? part : reference(part)).join("");
  }
  return reference(late);
}

/** The same for machines. */
export function stackJson(stack: Stack, config: Config): Record<string, unknown> {
  const { name, environment, region, tenant, description, production, labels } = stack;
  return {
    schema: "panka/stack@1",
    name,
    environment,
    region,
    tenant,
    description,
    production,
    labels,
    locking: stack.locking,
    backend: {
      type: config.values["backend.type"],
      bucket: config.values["backend.bucket"],
      table: config.values["backend.table"],
    },
    services: servicesJson(stack),
    outputs: Object.fromEntries(
      Object.entries(stack.outputs).map(([name, value]) => [name, outputWords(value)]),
    ),
  };
}

export function servicesJson({ services, components }: Pick<Stack, "services" | "components">) {
  return services.map(({ name, description, dependsOn }) => ({
    name,
    description,
    dependsOn,
    components: components.filter((component) => component.service === name)
      .map(({ id, kind, description, place, edges }) => ({
        id,
        kind: kind.name,
        description,
        file: place.file,
        uses: [...new Set(edges.map(({ to }) => to))],
      })),
  }));
}
