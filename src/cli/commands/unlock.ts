import { lockKey } from "../../state/paths.ts";
import { folderOf } from "../backend.ts";
import type { Context, Define, Folder } from "../command.ts";
import { addStackArguments, examples, type StackOptions } from "../options.ts";
import { addressed } from "../recorded.ts";
import { orSuspended } from "../suspended.ts";
import { addTakeOptions, takeLock, type TakeOptions } from "../take_lock.ts";
import { openTelemetry } from "../telemetry.ts";

interface Options extends StackOptions, TakeOptions {
  service?: string;
}

export const define: Define = (command, context, done) =>
  examples(
    addTakeOptions(
      addStackArguments(command)
        .option("--service <name>", "a service's own lock, where services are locked one by one"),
      "panka locks show",
    ),
    "panka unlock -e production --reason 'runner-7 was switched off'",
    "panka unlock -e production --fence 41 --reason 'runner-7 was switched off'",
  ).action((folder, options) => done(unlock(context, folder, options)));

async function unlock(context: Context, folder: Folder, options: Options): Promise<void> {
  const { address, backend, folder: stackFolder, again } = await addressed(
    context,
    folder,
    options,
  );
  const { service } = options;
  const command = `panka unlock -e ${address.environment}${
    service === undefined ? "" : ` --service ${service}`
  }`;
  const telemetry = openTelemetry(context, { command, address });
  backend.observe((attempt) => telemetry.request(attempt));
  try {
    return await takeLock(context, {
      backend,
      address,
      ...service !== undefined && { service },
      key: lockKey(address, service),
      command,
      folder: folderOf({ folder: stackFolder }),
      shows: "panka locks show",
      next: `panka plan ${again}`,
    }, options);
  } catch (error) {
    throw await orSuspended(error, backend.store, address.tenant);
  } finally {
    await telemetry.close();
  }
}
