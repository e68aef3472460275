import type { Config } from "../config/resolve.ts";
import { copyState, TargetTaken } from "../operations/copy_state.ts";
import { servicesIn } from "../operations/replace_state.ts";
import { encodeMoved } from "../state/codec.ts";
import { stateKey } from "../state/paths.ts";
import { whoRuns } from "./author.ts";
import { type Backend, folderOf, openBackend, stackAddress } from "./backend.ts";
import { type BackendChoice, backendFile } from "./backend_file.ts";
import type { Context, Folder } from "./command.ts";
import type { MigrateOptions } from "./commands/backend_migrate.ts";
import { validConfig } from "./config.ts";
import { runEdit } from "./edit_command.ts";
import { EXIT } from "./exit_code.ts";
import { Failure, usage } from "./failure.ts";
import { sameStack } from "./next_step.ts";
import { confirm } from "./prompt/confirm.ts";
import { recordedState } from "./recorded.ts";
import { openCommandSession } from "./session.ts";
import { knownStack } from "./stack_command.ts";

/** Moves what is recorded of a stack from where it is configured to be to a bucket and a table. */
export async function migrateBackend(
  context: Context,
  folder: Folder,
  options: MigrateOptions,
): Promise<void> {
  const { out } = context;
  const stack = await knownStack(context, folder, options, true);
  if (stack.provider === "sandbox") {
    throw usage("what is simulated stays on this machine", "name a stack of another provider");
  }
  const config = validConfig(context, stack.folder, options);
  const { bucket, table } = options;
  const region = options.region ?? config.values["backend.region"] ?? stack.region;
  const choice = { bucket, table, region };
  const from = await openBackend(context, stack, config);
  const to = await openBackend(context, stack, configured(config, choice));
  const { name, environment } = stack;
  const address = stackAddress(stack);
  const again = sameStack(folder, environment, options);
  const target = { address, backend: from, folder: stack.folder, again };
  if (from.store.location === to.store.location) {
    throw usage(`the state is in ${to.store.location} already`, "name another bucket");
  }
  const { document: known } = await recordedState(target);
  const about = `${name} in ${environment} from ${from.store.location} to ${to.store.location}`;
  await confirm(context, `move the state of ${about}?`, options);
  const command = `panka backend migrate -e ${environment} --bucket ${bucket} --table ${table}`;
  const author = await whoRuns(context, folderOf(stack));
  let copied = { objects: 0, versions: 0 };
  await runEdit(context, target, options, {
    command,
    known,
    wholeStack: true,
    services: servicesIn(known),
    async work(session, note, signal) {
      if (session.recovery.length) {
        throw new Failure({
          code: "in-flight",
          summary: `a deployment of ${name} in ${environment} was cut off`,
          why: "what it has made is not all known yet",
          fix: `go on from it first: panka apply ${again}`,
        });
      }
      const { session: theirs, close } = await openCommandSession(context, to, {
        address,
        engine: known.engine,
        locking: known.locking,
        wholeStack: true,
        services: servicesIn(known),
        unreadable: "open",
        author,
        command,
        lockTimeout: options.lockTimeout,
        signal,
      });
      try {
        const check = () => {
          session.lost.throwIfAborted();
          theirs.lost.throwIfAborted();
          if (!signal.aborted) return;
          throw new Failure({
            code: "cancelled",
            summary: "cancelled: the state stays where it was",
            why: `what is copied already stays in ${to.store.location}, and nothing reads it there`,
            fix: "run it again when you are ready: it goes on from there",
          }, EXIT.cancelled);
        };
        if (known.engine === "pulumi") await sameKey(from, to);
        const onVersion = progress(context);
        copied = await copyState({ from: from.store, to: to.store, address, check, onVersion })
          .catch((error) => {
            if (!(error instanceof TargetTaken)) throw error;
            throw new Failure({
              code: "target-taken",
              summary: error.message,
              fix: "choose an empty place; nothing was moved",
            });
          });
        const details = { from: from.store.location, to: to.store.location, ...copied };
        await theirs.audit({ ...author, command, result: "succeeded", details });
        check();
        const current = await from.store.get(stateKey(address));
        const moved = encodeMoved({
          to: to.store.location,
          at: note.at,
          by: note.by,
          settings: `backend.bucket: ${bucket}, backend.table: ${table}, backend.region: ${region}`,
        });
        await from.store.put(stateKey(address), moved, { ifMatch: current!.etag });
        return details;
      } finally {
        await close();
      }
    },
  });
  if (out.format === "table") {
    out.text(backendFile(choice));
    const { objects, versions } = copied;
    out.say(`moved ${about}: ${versions} versions of ${objects} objects; the old ones stay`);
    out.say("next: put the lines above into .panka.yaml, and remove what says otherwise");
  } else {
    const { location } = from.store;
    const places = { from: location, to: to.store.location };
    await out.document({ schema: "panka/backend-migrate@1", ...places, ...copied, ...choice });
  }
}

/** Says once a second how far it is. */
function progress({ world: { clock }, out }: Context): () => void {
  let versions = 0;
  let said = clock.monotonic();
  return () => {
    versions++;
    if (out.format !== "table" || clock.monotonic() - said < 1000) return;
    said = clock.monotonic();
    out.note(`  ${versions} versions copied`);
  };
}

/** The configuration with this backend instead of its own. */
function configured(config: Config, { bucket, table, region }: BackendChoice): Config {
  const set = { bucket, table, region, type: "s3" as const };
  const values = { ...config.values };
  const sources = { ...config.sources };
  for (const [key, value] of Object.entries(set)) {
    Object.assign(values, { [`backend.${key}`]: value });
    Object.assign(sources, { [`backend.${key}`]: { from: "flag", name: `--${key}` } });
  }
  return { ...config, values, sources };
}

/** Checkpoints that are copied need the passphrase that they were made with. */
async function sameKey(from: Backend, to: Backend): Promise<void> {
  if (from.passphraseCommand === to.passphraseCommand) return;
  const passphrase = await from.passphrase();
  if (await to.passphrase(passphrase) === passphrase) return;
  throw new Failure({
    code: "other-key",
    summary: "where the state is to go, the stack has another engine key already",
    why: `it is what this prints: ${to.passphraseCommand}`,
    fix: "remove it there, where no other state needs it",
  });
}
