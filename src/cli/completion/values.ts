import type { Argument, Option } from "@commander-js/extra-typings";
import type { Field, ObjectField } from "../../schema/field.ts";
import type { Context } from "../command.ts";
import { stackFolder } from "../stack_command.ts";
import { Sessions } from "../session_keeping/sessions.ts";
import type { Candidate, Completion } from "./candidate.ts";
import {
  componentsIn,
  environmentsIn,
  servicesIn,
  stackFolders,
  stacksByName,
} from "./live_values.ts";

/** The command line so far. */
export interface Asking {
  command: string;
  /** Arguments before the cursor. */
  given: readonly string[];
  /** The stack folder among them. */
  folder?: string;
  /** Everything between the command and the cursor. */
  rest: readonly string[];
}

const REGIONS = [
  ..."us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1".split(" "),
  ..."eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-north-1 eu-south-1".split(" "),
  ..."ap-south-1 ap-southeast-1 ap-southeast-2 ap-northeast-1 ap-northeast-2".split(" "),
];
const TIMES = ["30s", "1m", "10m", "1h"];
const plain = (values: readonly string[]): Completion => ({
  candidates: values.map((value) => ({ value })),
});

/** What an option takes, by its choices or its name. */
export async function valuesOfOption(
  option: Option,
  current: string,
  asking: Asking,
  context: Context,
): Promise<Completion> {
  if (option.argChoices) return plain(option.argChoices);
  const root = () => rootOf(asking, context);
  switch (option.long) {
    case "--env":
    case "--environment":
      return { candidates: await environmentsIn(context.world, root()) };
    case "--service":
      return { candidates: servicesIn(context.world, root()) };
    case "--component":
      return /kind:name/.test(option.flags)
        ? { candidates: await newComponents(current) }
        : { candidates: componentsIn(context.world, root()) };
    case "--tenant":
      return plain(new Sessions(context.world).tenants());
    case "--stack":
      return { candidates: stacksByName(context.world) };
    case "--region":
      return plain(REGIONS);
    case "--allow-data-loss":
      return {
        candidates: [
          { value: "all", about: "every component" },
          ...componentsIn(context.world, root()),
        ],
      };
  }
  if (/<(file|path)>/.test(option.flags)) return { candidates: [], paths: "files" };
  if (/<(folder|directory)>/.test(option.flags)) return { candidates: [], paths: "folders" };
  if (/<time>/.test(option.flags)) return plain(TIMES);
  return { candidates: [] };
}

/** What an argument takes, by its choices or its name. */
export async function valuesOfArgument(
  argument: Argument,
  current: string,
  asking: Asking,
  context: Context,
): Promise<Completion> {
  if (argument.argChoices) return plain(argument.argChoices);
  const root = () => rootOf(asking, context);
  const name = argument.name();
  if (asking.command.startsWith("admin ") && /^(name|tenant)$/.test(name)) {
    return plain(new Sessions(context.world).tenants());
  }
  switch (name) {
    case "folder":
    case "folders":
      return { candidates: stackFolders(context.world, current), paths: "folders" };
    case "file":
    case "paths":
      return { candidates: stackFolders(context.world, current), paths: "files" };
    case "component":
    case "from":
      return { candidates: componentsIn(context.world, root()) };
    case "outcome": {
      const { OUTCOMES } = await import("../outcome_argument.ts");
      const open = (value: string) => value.endsWith("=");
      return { candidates: OUTCOMES.map((value) => ({ value, open: open(value) })) };
    }
    case "service":
      return { candidates: servicesIn(context.world, root()) };
    case "kind":
    case "kind.field":
      return { candidates: await kindsAndFields(current, argument.name() === "kind.field") };
  }
  return { candidates: [] };
}

/** The stack that the line is about so far: its folder, or `--stack NAME`. */
function rootOf({ folder, rest }: Asking, context: Context): string {
  const at = rest.lastIndexOf("--stack");
  const inline = rest.findLast((word) => word.startsWith("--stack="))?.slice("--stack=".length);
  return stackFolder(context, folder, inline ?? (at >= 0 ? rest[at + 1] : undefined));
}

/** `KIND:`, the name to follow. */
async function newComponents(current: string): Promise<Candidate[]> {
  if (current.includes(":")) return [];
  const { kinds } = await import("../../kinds/registry.ts");
  return kinds.map(({ name, summary }) => ({ value: `${name}:`, about: summary, open: true }));
}

async function kindsAndFields(current: string, fields: boolean): Promise<Candidate[]> {
  const { catalog, findEntry } = await import("../../stack/catalog.ts");
  if (!fields || !current.includes(".")) {
    return catalog().map(({ name, summary }) => ({ value: name, about: summary }));
  }
  const steps = current.split(".").slice(0, -1);
  let field: Field | undefined = findEntry(steps[0]!)?.spec;
  for (const step of steps.slice(1)) field = insideOf(field)?.fields[step];
  return Object.entries(insideOf(field)?.fields ?? {}).map(([name, inner]) => ({
    value: [...steps, name].join("."),
    about: (inner as Field).meta.doc,
  }));
}

/** The object in lists and maps of objects. */
function insideOf(field: Field | undefined): ObjectField | undefined {
  if (field?.type === "list") return insideOf(field.item);
  if (field?.type === "map") return insideOf(field.value);
  return field?.type === "object" ? field : undefined;
}
