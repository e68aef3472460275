import { isHeld } from "../../lock/unlock.ts";
import { lockPrefix } from "../../state/paths.ts";
import { networkAddress } from "../../tenant/network_stack.ts";
import { recordedStacks, stackByState } from "../../tenant/recorded_stacks.ts";
import { deleteTenant, GRACE_DAYS, purgeTenant } from "../../tenant/tenant_status.ts";
import type { Context, Define } from "../command.ts";
import { EXIT } from "../exit_code.ts";
import { Failure } from "../failure.ts";
import { examples } from "../options.ts";
import {
  type ActOptions,
  addActArguments,
  askForName,
  openAct,
  type TenantAct,
} from "../tenant_act.ts";
import { counted } from "../view/style.ts";

interface Options extends ActOptions {
  abandonStacks?: boolean;
  purge?: boolean;
}

export const define: Define = (command, context, done) =>
  examples(
    addActArguments(command, "required")
      .option("--abandon-stacks", "although its stacks still have resources in AWS")
      .option("--purge", `after ${GRACE_DAYS} days: remove its role, for good`)
      .option("-y, --yes", "go on without asking"),
    "panka admin tenant delete team-a --reason 'the team was dissolved'",
    "panka admin tenant delete team-a --purge --reason 'the team was dissolved'",
  ).addHelpText(
    "after",
    "\nLogins and sessions end at once, and what the tenant has in the bucket is archived there.\n" +
      "Nothing that its stacks made in AWS is deleted or stopped (suspend --workloads first does\n" +
      "that), and nothing in the bucket is deleted: panka admin\n" +
      `tenant restore undoes it for ${GRACE_DAYS} days, and until --purge. The name stays taken.`,
  ).action((name, options) => done(remove(context, name, options)));

async function remove(context: Context, name: string, options: Options): Promise<void> {
  const act = await openAct(context, options.purge ? "delete --purge" : "delete", name, options);
  return options.purge ? await purge(context, act, options) : await put(context, act, options);
}

async function put(context: Context, act: TenantAct, options: Options): Promise<void> {
  const { out } = context;
  const { name, admin: { ports } } = act;
  await refuseHeld(act);
  await guardStacks(act, options);
  await askForName(context, name, `delete ${name}?`, options);
  const { archive, objects } = await deleteTenant(
    ports,
    name,
    options.reason!,
    act.audit("deleted"),
  );
  const { location } = ports.store;
  if (out.format !== "table") {
    return await out.document({
      schema: "panka/tenant-delete@1",
      tenant: name,
      status: "deleted",
      archive: `${location}/${archive}`,
      objects,
    });
  }
  out.say(`nobody can log in as tenant ${name} any more, and its sessions are over`);
  out.say(`${counted(objects, "object")} archived in ${location}/${archive}`);
  out.say(
    `next: panka admin tenant restore ${name} undoes it; after ${GRACE_DAYS} days, delete ${name} --purge removes its role`,
  );
}

async function purge(context: Context, act: TenantAct, options: Options): Promise<void> {
  const { out } = context;
  const { name, admin: { ports } } = act;
  await askForName(context, name, `remove ${name} for good?`, options);
  await purgeTenant(ports, name, act.audit("purged"));
  if (out.format !== "table") {
    return await out.document({ schema: "panka/tenant-delete@1", tenant: name, status: "purged" });
  }
  out.say(`tenant ${name} is gone: its role is removed, its name stays taken`);
  out.say(
    `next: ${ports.store.location}/tenants/${name}/ and archive/tenants/${name}/ stay until you delete them`,
  );
}

async function refuseHeld({ name, admin: { table } }: TenantAct): Promise<void> {
  const held = (await table.list(lockPrefix(name))).filter(isHeld);
  if (held.length === 0) return;
  throw new Failure({
    code: "locked",
    summary: `${counted(held.length, "lock")} of tenant "${name}" ${
      held.length > 1 ? "are" : "is"
    } held`,
    why: "to end a session stops its deployment half done",
    fix:
      `wait, or panka admin tenant suspend ${name} first; the locks of what died end by themselves`,
  }, EXIT.locked);
}

/** What its stacks made stays in AWS, and then nobody has it in hand. */
async function guardStacks({ name, admin: { ports: { store } } }: TenantAct, options: Options) {
  const stacks = (await recordedStacks(store, name)).map(({ address, ...usage }) => ({
    what: `${address.stack}/${address.environment}`,
    ...usage,
  }));
  const network = await stackByState(store, networkAddress(name));
  if (network) stacks.push({ ...network, what: "its network" });
  const left = stacks.filter(({ present }) => present);
  if (left.length === 0 || options.abandonStacks) return;
  throw new Failure({
    code: "stacks-left",
    summary: `tenant "${name}" still has resources in AWS`,
    why: left.map(({ what, components, unreadable }) =>
      `${what}: ${
        unreadable
          ? "nobody knows what, as its state is damaged"
          : components > 0
          ? counted(components, "component")
          : "what a run left unfinished"
      }`
    ).join("\n"),
    fix:
      "panka destroy, and panka admin network destroy for a network; or leave them there with --abandon-stacks",
  }, EXIT.policy);
}
