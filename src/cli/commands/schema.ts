import { allKindsSchema, kindSchema } from "../../stack/document_schema.ts";
import type { Context, Define } from "../command.ts";
import { entryOf } from "./explain.ts";

export const define: Define = (command, context, done) =>
  command
    .argument("[kind]", "a kind (default: one schema for documents of every kind)")
    .option("--overlay", "for files under environments/, which hold only what differs")
    .option("--out <file>", "write it to this file")
    .action((kind, options) => done(schema(context, kind, options)));

interface Options {
  overlay?: true;
  out?: string;
}

async function schema(
  { out, world }: Context,
  kind: string | undefined,
  { overlay, out: file }: Options,
): Promise<void> {
  const made = kind === undefined
    ? allKindsSchema({ overlay })
    : kindSchema(entryOf(kind), { overlay });
  if (file !== undefined) {
    world.write(file, JSON.stringify(made, null, 2) + "\n");
    out.hint(`next: begin a YAML file with: # yaml-language-server: $schema=${file}`);
  } else if (out.format === "yaml") await out.document(made);
  else out.text(JSON.stringify(made, null, 2));
}
