import type { Attempt, AwsClient } from "../aws/client.ts";
import type { Ssm } from "../aws/ssm.ts";
import { askedProfile } from "../config/asked_profile.ts";
import { chosenBackend, isDiscovered } from "../config/chosen_backend.ts";
import type { Config } from "../config/resolve.ts";
import type { LockTable } from "../lock/table.ts";
import type { Stack } from "../stack/model.ts";
import type { StackAddress } from "../state/paths.ts";
import type { Store } from "../state/store.ts";
import type { Context } from "./command.ts";
import { Failure } from "./failure.ts";
import { shellWord } from "./next_step.ts";
import { absolute } from "./paths.ts";
import type { World } from "./world.ts";

export interface Backend {
  type: "directory" | "s3";
  store: Store;
  table: LockTable;
  /**
   * What the engine encrypts secrets in its checkpoint with.
   *
   * @param first what it is to be where there is none yet; in a folder it is made up all the same
   */
  passphrase(first?: string): Promise<string>;
  /** A command line that prints it. */
  passphraseCommand: string;
  /** Tells of every try of a request from now on; a folder makes none. */
  observe(listener: (attempt: Attempt) => void): void;
}

/** The folder of panka's own files beside a stack. */
export function pankaFolder(stack: Pick<Stack, "folder">): string {
  return `${folderOf(stack)}/.panka`;
}

/** Where the engine's tools are kept. @param own panka's folder, for where there is no home */
export const cacheFolder = ({ env, home }: Pick<World, "env" | "home">, own: string): string =>
  `${env("XDG_CACHE_HOME") ?? (home ? `${home}/.cache` : `${own}/cache`)}/panka`;

/** The folder that a stack is in, also where it is one file. */
export function folderOf({ folder }: Pick<Stack, "folder">): string {
  const own = /\.ya?ml$/i.test(folder) ? folder.replace(/[^/\\]*$/, "") : folder;
  return own.replace(/(.)[/\\]+$/, "$1") || ".";
}

/** What the state of a stack is found by. */
export const stackAddress = (
  { tenant, name, environment }: Pick<Stack, "tenant" | "name" | "environment">,
): StackAddress => ({ tenant, stack: name, environment });

/** What of a stack decides where its state and its key are kept. */
export type StackPlace =
  & Pick<Stack, "folder" | "tenant" | "name" | "environment" | "region">
  & Partial<Pick<Stack, "provider">>;

const simulated = ({ provider }: StackPlace, sandbox = false) => sandbox || provider === "sandbox";

/** The folder that state and locks of a stack are kept in; undefined: they are in S3, or a token's tenant says where. */
export function backendFolder(
  stack: StackPlace,
  config: Pick<Config, "values" | "sources">,
  sandbox = false,
): string | undefined {
  // What is simulated never gets near a state that others share.
  if (simulated(stack, sandbox)) return `${pankaFolder(stack)}/sandbox`;
  const chosen = chosenBackend(config);
  if (chosen.type === "s3" || isDiscovered(config)) return undefined;
  return chosen.folder ?? pankaFolder(stack);
}

/** Opens where state and locks of a stack are kept: S3 and DynamoDB where a bucket is configured, else a folder. Asks nobody yet. */
export async function openBackend(
  context: Context,
  stack: StackPlace,
  config: Pick<Config, "values" | "sources">,
  sandbox = false,
): Promise<Backend> {
  if (simulated(stack, sandbox)) {
    return await openDirectory(context, backendFolder(stack, config, sandbox)!, false);
  }
  const profile = askedProfile(config);
  const { openTenantAws, requireLogin, tokenBackend } = await import("./tenant_aws.ts");
  const found = await tokenBackend(context, config, { region: stack.region, profile });
  const chosen = found ? { type: "s3" as const, ...found } : chosenBackend(config);
  if (chosen.type === "directory") {
    // Where a tenant's state is, its login says; a folder is for those who choose one.
    if (config.sources["backend.type"]?.from === "default") requireLogin(context, config);
    return await openDirectory(
      context,
      backendFolder(stack, config)!,
      chosen.folder === undefined,
    );
  }
  for (const key of ["bucket", "table"] as const) {
    if (chosen[key]) continue;
    throw new Failure({
      code: "no-backend",
      summary: `the backend has no ${key}`,
      fix:
        `set PANKA_BACKEND_${key.toUpperCase()}, or backend.${key} in .panka.yaml; panka backend create makes both`,
    });
  }
  const { random } = context.world;
  const { tenant, name, environment } = stack;
  const parameter = `/${
    ["panka", tenant, name, environment, "engine-key"].filter(Boolean).join("/")
  }`;
  const listeners: ((attempt: Attempt) => void)[] = [];
  const { client } = await openTenantAws(context, config, {
    region: chosen.region,
    profile,
    observe: (attempt) => listeners.forEach((listener) => listener(attempt)),
  });
  return {
    type: "s3",
    ...await onAws(client, chosen),
    async passphrase(first) {
      const { Ssm } = await import("../aws/ssm.ts");
      const ssm = new Ssm(client.with({ region: stack.region }));
      return await sharedPassphrase(ssm, parameter, () => first ?? random.bytes(32).toHex());
    },
    passphraseCommand: `aws ssm get-parameter --region ${stack.region} --with-decryption ` +
      `--name ${parameter} --query Parameter.Value --output text`,
    observe: (listener) => void listeners.push(listener),
  };
}

/** State and locks in a bucket and a table, of which nothing is asked yet. */
export async function onAws(
  client: AwsClient,
  { bucket, table }: { bucket: string; table: string },
): Promise<Pick<Backend, "store" | "table">> {
  const [{ S3 }, { S3Store }, { DynamoDb }, { DynamoDbTable }] = await Promise.all([
    import("../aws/s3.ts"),
    import("../state/s3_store.ts"),
    import("../aws/dynamodb.ts"),
    import("../lock/dynamodb_table.ts"),
  ]);
  return {
    store: new S3Store(new S3(client), bucket),
    table: new DynamoDbTable(new DynamoDb(client), table),
  };
}

/** Who was told where state is kept: once is enough for a command. */
const told = new WeakSet<Context["out"]>();

async function openDirectory(
  { out, world }: Context,
  folder: string,
  byDefault: boolean,
): Promise<Backend> {
  const [{ DirectoryStore }, { DirectoryTable }, { filePassphrase }] = await Promise.all([
    import("../state/directory_store.ts"),
    import("../lock/directory_table.ts"),
    import("../engine/pulumi/passphrase_file.ts"),
  ]);
  if (byDefault && !told.has(out)) {
    told.add(out);
    out.note(
      `state is kept in ${folder} on this machine; a team keeps it in S3: panka backend create`,
    );
  }
  return {
    type: "directory",
    store: new DirectoryStore(`${folder}/state`),
    table: new DirectoryTable(`${folder}/locks`),
    passphrase: () => filePassphrase(`${folder}/engine-key`),
    passphraseCommand: `cat ${shellWord(`${absolute(world.cwd, folder)}/engine-key`)}`,
    observe: () => {},
  };
}

/** The stack's passphrase in AWS's parameter store, made by whoever comes first. */
async function sharedPassphrase(
  ssm: Ssm,
  parameter: string,
  make: () => string,
): Promise<string> {
  const known = await ssm.getParameter(parameter);
  if (known !== undefined) return known;
  const made = make();
  if (await ssm.createSecureString(parameter, made)) return made;
  const theirs = await ssm.getParameter(parameter);
  if (theirs === undefined) throw new Error(`parameter ${parameter} is there and can't be read`);
  return theirs;
}
