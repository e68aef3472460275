import type { StackAddress } from "../state/paths.ts";
import { type Backend, openBackend } from "./backend.ts";
import type { Context, Folder } from "./command.ts";
import { validConfig } from "./config.ts";
import type { StackOptions } from "./options.ts";
import { stackFileIn } from "./paths.ts";
import { addressed } from "./recorded.ts";
import { stackFolder } from "./stack_command.ts";

/** Where locks are looked for: all of the tenant's, and which of them are the stack's where there is one. */
export interface LockPlace {
  backend: Backend;
  tenant?: string;
  address?: StackAddress;
}

/** Finds the backend also where no stack is: it needs none where S3 is configured. */
export async function lockPlace(
  context: Context,
  folder: Folder,
  options: StackOptions,
): Promise<LockPlace> {
  const { world } = context;
  const root = stackFolder(context, folder, options.stack);
  if (world.files.stat(root)?.kind === "file" || stackFileIn(world.files, root)) {
    const { address, backend } = await addressed(context, folder, options);
    return { backend, tenant: address.tenant, address };
  }
  const config = validConfig(context, folder, options);
  const nowhere = {
    folder: root,
    name: "",
    environment: "",
    tenant: config.values.tenant,
    region: config.values.region!,
  };
  const backend = await openBackend(context, nowhere, config, options.sandbox);
  return { backend, tenant: config.values.tenant };
}
