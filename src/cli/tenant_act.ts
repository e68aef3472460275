import type { Json } from "../state/document.ts";
import { type Admin, openAdmin, recordAct } from "./admin.ts";
import type { Context } from "./command.ts";
import { cancelled } from "./failure.ts";
import { type CommonOptions, type NewCommand, reasonOption } from "./options.ts";
import { approve } from "./prompt/approve.ts";
import { checkTenantName } from "./tenant_answers.ts";

/** Options of every command that changes a tenant. */
export interface ActOptions extends CommonOptions {
  reason?: string;
  yes?: boolean;
}

/** Adds the tenant's name and why something is done to it. */
export const addActArguments = (
  command: NewCommand,
  reason: "required" | "wanted",
) => command.argument("<name>", "name of the tenant").addOption(reasonOption(reason));

/** A tenant that something is done to, and how that is recorded. */
export interface TenantAct {
  admin: Admin;
  name: string;
  audit: (result: string) => (details?: { [name: string]: Json }) => Promise<void>;
}

/** @param verb "suspend" */
export async function openAct(
  context: Context,
  verb: string,
  name: string,
  options: ActOptions,
): Promise<TenantAct> {
  checkTenantName(name);
  const admin = await openAdmin(context, options);
  const command = `panka admin tenant ${verb} ${name}`;
  return {
    admin,
    name,
    audit: (result) => (details) =>
      recordAct(context, admin, {
        tenant: name,
        command,
        result,
        ...options.reason !== undefined && { reason: options.reason },
        details,
      }),
  };
}

/** Asks for the tenant's name where somebody is there. @throws Failure where it is not given */
export async function askForName(
  context: Context,
  name: string,
  question: string,
  options: ActOptions,
): Promise<void> {
  const approved = await approve(context, {
    stack: { name, environment: "", production: false },
    question,
    typed: { what: "the tenant's name", word: name },
    savable: false,
  }, options);
  if (!approved) throw cancelled();
}
