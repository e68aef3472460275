import { askedProfile } from "../../config/asked_profile.ts";
import { readState } from "../../state/history.ts";
import { checkExisting } from "../../tenant/existing_network.ts";
import { setPlace } from "../../tenant/iam/operations.ts";
import { placeOf, readNetwork, type TenantNetwork, writeNetwork } from "../../tenant/network.ts";
import { recordedNetwork } from "../../tenant/network_stack.ts";
import type { Context } from "../command.ts";
import { Failure } from "../failure.ts";
import type { NetworkOptions, NetworkPlace } from "./place.ts";

/**
 * Tells the tenant's stacks what the state says by now, and AWS where they may stand; a run that crashed before is made
 * good by the next.
 *
 * @param existing a network that was there before
 */
export async function recordNetwork(
  context: Context,
  place: NetworkPlace,
  { sandbox }: NetworkOptions,
  existing?: TenantNetwork,
): Promise<void> {
  const { out } = context;
  const { tenant, config, target, ports } = place;
  const record = existing ??
    recordedNetwork((await readState(ports.store, target.address))?.document);
  if (!record) return;
  const news = await writeNetwork(ports, tenant, record);
  if (!sandbox) {
    const { Iam } = await import("../../aws/iam.ts");
    // A later run may have written its own.
    const network = await readNetwork(ports.store, tenant);
    await setPlace(
      { iam: new Iam(await clientAt(context, place)) },
      tenant,
      placeOf(config.spec, network),
    );
  }
  if (existing || !news || out.format !== "table") return;
  out.say(
    "removed" in record
      ? `stacks of ${tenant} have no network of the tenant's any more`
      : `stacks of ${tenant} stand in ${record.existing.vpcId} from their next deployment on`,
  );
}

/** The network that was there before the tenant, as AWS shows it. @throws Failure where it is not as the tenant's document says */
export async function existingNetwork(
  context: Context,
  place: NetworkPlace,
  sandbox = false,
): Promise<TenantNetwork | undefined> {
  const { tenant, config, stack } = place;
  const { existing } = config.spec.networking ?? {};
  if (!existing) return undefined;
  const { region = stack.region } = config.spec.aws;
  // Nothing simulated was there before.
  if (sandbox) return { region, existing };
  const { Ec2 } = await import("../../aws/ec2.ts");
  const client = await clientAt(context, place, region);
  const { vpcCidr, problems } = await checkExisting(new Ec2(client), tenant, existing);
  if (problems.length === 0) return { region, existing: { ...existing, vpcCidr } };
  throw new Failure({
    code: "wrong-network",
    summary: `the network of ${tenant} is not in ${region} as its tenant.yaml says`,
    why: problems.join("\n"),
    fix: `mend spec.networking.existing: panka admin tenant update ${tenant}`,
  });
}

async function clientAt({ world }: Context, { stack, named }: NetworkPlace, region = stack.region) {
  const { openAws } = await import("../../aws/open.ts");
  const { clock, random } = world;
  const profile = askedProfile(named.config);
  return (await openAws({ region, profile, clock, random })).client;
}
