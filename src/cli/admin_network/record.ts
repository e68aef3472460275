import { readState } from "../../state/history.ts";
import { type TenantNetwork, writeNetwork } from "../../tenant/network.ts";
import { checkExisting } from "../../tenant/existing_network.ts";
import { recordedNetwork } from "../../tenant/network_stack.ts";
import { askedProfile } from "../../config/asked_profile.ts";
import type { Context } from "../command.ts";
import { Failure } from "../failure.ts";
import { say } from "../next_step.ts";
import type { NetworkPlace } from "./place.ts";

/** Tells the tenant's stacks what the state says by now; a run that crashed before is made good by the next. */
export async function recordNetwork(
  { out }: Context,
  { tenant, target, ports }: NetworkPlace,
): Promise<void> {
  const record = recordedNetwork((await readState(ports.store, target.address))?.document);
  if (!record || !await writeNetwork(ports, tenant, record)) return;
  if (out.format !== "table") return;
  say(
    out,
    "removed" in record
      ? `stacks of ${tenant} have no network of the tenant's any more`
      : `stacks of ${tenant} stand in ${record.existing.vpcId} from their next deployment on`,
  );
}

/** The network that was there before the tenant, as AWS shows it. @throws Failure where it is not as the tenant's document says */
export async function existingNetwork(
  { world }: Context,
  { tenant, config, stack, named }: NetworkPlace,
  sandbox = false,
): Promise<TenantNetwork | undefined> {
  const { existing } = config.spec.networking ?? {};
  if (!existing) return undefined;
  const { region = stack.region } = config.spec.aws;
  // Nothing simulated was there before.
  if (sandbox) return { region, existing };
  const [{ openAws }, { Ec2 }] = await Promise.all([
    import("../../aws/open.ts"),
    import("../../aws/ec2.ts"),
  ]);
  const { clock, random } = world;
  const profile = askedProfile(named.config);
  const { client } = await openAws({ region, profile, clock, random });
  const { vpcCidr, problems } = await checkExisting(new Ec2(client), tenant, existing);
  if (problems.length === 0) return { region, existing: { ...existing, vpcCidr } };
  throw new Failure({
    code: "wrong-network",
    summary: `the network of ${tenant} is not in ${region} as its tenant.yaml says`,
    why: problems.join("\n"),
    fix: `mend spec.networking.existing: panka admin tenant update ${tenant}`,
  });
}
