import { asName, type NewComponent } from "../operations/scaffold.ts";
import type { Context } from "./command.ts";
import { meantTenant, readConfig } from "./config.ts";
import { usage } from "./failure.ts";
import {
  backendNameProblem,
  checkName,
  checkRegion,
  nameList,
  newComponent,
  newComponents,
} from "./new_parts.ts";
import type { CommonOptions } from "./options.ts";
import { absolute } from "./paths.ts";

export interface InitOptions extends CommonOptions {
  name?: string;
  services?: string;
  component: string[];
  region?: string;
  backend?: "directory" | "s3";
  bucket?: string;
  table?: string;
}

/** All that `init` needs to know. */
export interface InitAnswers {
  name: string;
  tenant?: string;
  region: string;
  services: string[];
  /** Of the first service. */
  components: NewComponent[];
  backend: NewBackend;
}

export type NewBackend =
  | { type: "s3"; bucket: string; table: string }
  /** A folder beside the stack. */
  | { type: "directory" }
  /** What a `.panka.yaml` above or the environment says already. */
  | { type: "configured" };

export const DEFAULT_SERVICES = ["api"];
/** Costs next to nothing, needs no network, and is there in half a minute. */
export const DEFAULT_COMPONENT = "SQS:jobs";

/** What flags and configuration say already. Refuses what can't be. */
export function answersFrom(
  context: Context,
  folder: string,
  options: InitOptions,
): Partial<InitAnswers> {
  const config = readConfig(context, folder, options);
  const { values, sources } = config;
  const tenant = meantTenant(config, context.world);
  const { name, services, region, component } = options;
  return {
    name: name === undefined ? undefined : checkName("stack", name),
    tenant,
    region: region !== undefined
      ? checkRegion(region)
      : sources.region?.from === "default"
      ? undefined
      : values.region,
    services: services === undefined ? undefined : someNames(services),
    components: component.length ? newComponents(component) : undefined,
    // Where a tenant's state is, its login finds.
    backend: backendFrom(options) ??
      (tenant === undefined && sources["backend.type"]?.from === "default"
        ? undefined
        : { type: "configured" }),
  };
}

/** For where nobody can be asked. */
export function withDefaults(
  given: Partial<InitAnswers>,
  cwd: string,
  folder: string,
): InitAnswers {
  return {
    name: given.name ?? nameOfFolder(cwd, folder) ?? failName(),
    tenant: given.tenant,
    region: given.region ?? "us-east-1",
    services: given.services ?? DEFAULT_SERVICES,
    components: given.components ?? [newComponent(DEFAULT_COMPONENT)],
    backend: given.backend ?? { type: "directory" },
  };
}

/** The folder's own name as a stack's. */
export const nameOfFolder = (cwd: string, folder: string): string | undefined =>
  asName(absolute(cwd, folder).split("/").at(-1)!);

function failName(): never {
  throw usage("the folder's name can't be a stack's", "add --name NAME");
}

export function someNames(text: string): string[] {
  const names = nameList("service", text);
  if (names.length === 0) throw usage("a stack needs a service", "name one: --services api");
  return names;
}

function backendFrom({ backend, bucket, table }: InitOptions): NewBackend | undefined {
  if (backend === "directory") {
    if (bucket === undefined && table === undefined) return { type: "directory" };
    throw usage("a directory backend has no bucket and no table", "use --backend s3");
  }
  if (backend === undefined && bucket === undefined && table === undefined) return undefined;
  for (const [what, name] of [["bucket", bucket], ["table", table]] as const) {
    if (name === undefined) throw usage(`an s3 backend needs a ${what}`, `add --${what} NAME`);
    const problem = backendNameProblem(what, name);
    if (problem) throw usage(`"${name}" can't be the name of a ${what}`, problem);
  }
  return { type: "s3", bucket: bucket!, table: table! };
}
