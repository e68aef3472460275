import { parse, parseDocument } from "yaml";
import { tenantDocumentKey } from "../../state/paths.ts";
import { DocumentWrong } from "../../tenant/documents.ts";
import type { TenantDocument } from "../../tenant/make_tenant.ts";
import { updateTenant } from "../../tenant/update_tenant.ts";
import { withKey } from "../admin.ts";
import type { Context, Define } from "../command.ts";
import { usage } from "../failure.ts";
import { examples, repeatable } from "../options.ts";
import { type ActOptions, addActArguments, openAct } from "../tenant_act.ts";
import { readTenantFile, readTenantTexts } from "../tenant_files.ts";

interface Options extends ActOptions {
  set: string[];
}

export const define: Define = (command, context, done) =>
  examples(
    addActArguments(command, "wanted")
      .option("--config <file>", "put this TenantConfig in place of the one there is")
      .addOption(
        repeatable("--set <field=value>", "set a field of its spec; an empty value removes it"),
      ),
    "panka admin tenant update team-a --config team-a.yaml",
    "panka admin tenant update team-a --set limits.maxStacks=20 --set contact='#platform'",
    "panka admin tenant update team-a --set 'policies.allowedRegions=[eu-west-1]'",
  ).action((name, options) => done(update(context, name, options)));

async function update(context: Context, name: string, options: Options): Promise<void> {
  const { out } = context;
  const { config, set } = options;
  if ((config === undefined) === (set.length === 0)) {
    throw usage("say what to change", "add --config FILE, or --set FIELD=VALUE");
  }
  const change = config === undefined
    ? (text: string) => withFields(context, name, text, set)
    : sameTenant(name, readTenantFile(context, config));
  const { admin, audit } = await openAct(context, "update", name, {
    ...options,
    config: undefined,
  });
  const { changed } = await updateTenant(
    admin.ports,
    await withKey(admin),
    name,
    change,
    () => audit("updated")({ set, ...config !== undefined && { config } }),
  );
  if (out.format !== "table") {
    return await out.document({ schema: "panka/tenant-update@1", tenant: name, changed });
  }
  out.say(
    changed
      ? `tenant ${name} is changed; its stacks follow at their next deployment`
      : `tenant ${name} is so already`,
  );
  out.say(`next: panka admin tenant show ${name}`);
}

function sameTenant(name: string, documents: readonly TenantDocument[]) {
  const [document, ...more] = documents;
  if (document && more.length === 0 && document.config.name === name) return () => document;
  throw usage(
    `the file is not of tenant "${name}" alone`,
    "name a file with its one TenantConfig",
  );
}

/** The document with fields of its spec set. */
function withFields(
  context: Context,
  name: string,
  text: string,
  fields: readonly string[],
): TenantDocument {
  const document = parseDocument(text);
  const [broken] = document.errors;
  if (broken) {
    throw new DocumentWrong(name, tenantDocumentKey(name), broken.message.split("\n")[0]!);
  }
  for (const field of fields) {
    const [, path, value] = /^([\w.-]+)=(.*)$/s.exec(field) ?? [];
    if (path === undefined) throw usage(`--set "${field}" sets nothing`, "write FIELD=VALUE");
    const at = ["spec", ...path.split(".")];
    try {
      if (value === "") document.hasIn(at) && document.deleteIn(at);
      else document.setIn(at, document.createNode(parse(value!)));
    } catch (error) {
      throw usage(
        `--set "${field}" can't be set: ${(error as Error).message.split("\n")[0]}`,
        `write the whole with --config; panka admin tenant show ${name} -o yaml shows it`,
      );
    }
  }
  const written = document.toString({ lineWidth: 0 });
  return readTenantTexts(context, tenantDocumentKey(name), [written])[0]!;
}
