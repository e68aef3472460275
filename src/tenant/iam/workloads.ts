import { isNoSuchEntity } from "../../aws/iam.ts";
import { workloadPath } from "../names.ts";
import { deny, documentOf } from "./document.ts";
import type { RolePorts } from "./operations.ts";

/** Name of the policy in a role that is stopped. */
const STOPPED = "panka-stopped";

/**
 * Takes everything from the roles that a tenant's deployments made, also where they are in use, or gives it back. What
 * runs goes on running; AWS refuses all that it asks. A role that somebody makes meanwhile is missed.
 *
 * @returns how many roles there are
 */
export async function setStopped(
  { iam }: Pick<RolePorts, "iam">,
  tenant: string,
  stopped: boolean,
  signal?: AbortSignal,
): Promise<number> {
  const document = JSON.stringify(
    documentOf([deny("Stopped", "*", "*")], "inline", "policy of a stopped role"),
  );
  const roles = await iam.rolesUnder(workloadPath(tenant), signal);
  for (const role of roles) {
    if (!stopped) await iam.deleteInline(role, STOPPED, signal);
    else {
      await iam.putInline(role, STOPPED, document, signal).catch((error) => {
        // Gone meanwhile.
        if (!isNoSuchEntity(error)) throw error;
      });
    }
  }
  return roles.length;
}
