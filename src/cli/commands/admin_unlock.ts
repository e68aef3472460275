import { lockedBy } from "../../state/paths.ts";
import { openAdmin } from "../admin.ts";
import type { Context, Define } from "../command.ts";
import { usage } from "../failure.ts";
import { type CommonOptions, examples } from "../options.ts";
import { addTakeOptions, takeLock, type TakeOptions } from "../take_lock.ts";

interface Options extends CommonOptions, TakeOptions {}

export const define: Define = (command, context, done) =>
  examples(
    addTakeOptions(
      command.argument("<key>", "key of the lock, as panka admin locks says it"),
      "panka admin locks",
    ),
    "panka admin unlock tenant:team-a:stack:shop:env:live --reason 'runner-7 was switched off'",
    "panka admin unlock tenant:team-a:stack:shop:env:live --fence 41 --reason 'runner-7 is off'",
  ).action((key, options) => done(unlock(context, key, options)));

async function unlock(context: Context, key: string, options: Options): Promise<void> {
  const locked = lockedBy(key);
  if (!locked) {
    throw usage(
      `"${key}" is no key of a lock`,
      "write it as panka admin locks says it: tenant:NAME:stack:NAME:env:NAME",
    );
  }
  const { ports: { store }, table, identity } = await openAdmin(context, options);
  return await takeLock(context, {
    ...locked,
    backend: { store, table },
    key,
    command: `panka admin unlock ${key}`,
    details: { identity: identity.arn },
    folder: context.world.cwd,
    shows: "panka admin locks",
    next: "let the tenant apply again",
  }, options);
}
