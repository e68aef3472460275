import { BACKEND_TAGS, PLATFORM_PATH, TENANT_TAG, tenantRoleName } from "../names.ts";
import { boundary } from "./boundary.ts";
import { tenantBucketStatements } from "./bucket.ts";
import { deployByName } from "./deploy_by_name.ts";
import { deployByTag } from "./deploy_by_tag.ts";
import { deployReads } from "./deploy_reads.ts";
import { deployRoles } from "./deploy_roles.ts";
import { allow, type Document, documentOf, type Statement, TenantIamProblem } from "./document.ts";
import { BOUNDARY, type Platform, type TenantIamFacts } from "./facts.ts";
import { guard } from "./guard.ts";
import { confinement } from "./place.ts";
import { stateAccess } from "./state_access.ts";
import { NETWORK, revocation, REVOKED, SUSPENDED, suspension, ZONES } from "./suspension.ts";
import { trustPolicy } from "./trust.ts";

/** All that isolates a tenant in IAM. */
export interface TenantIam {
  role: {
    name: string;
    path: string;
    tags: Record<string, string>;
    /** Seconds; a login may last this long. */
    maxSessionDuration: number;
    trust: Document;
    /** Name → inline policy that belongs to this tenant. */
    inline: Record<string, Document>;
  };
  /** Name → managed policy; the same of every tenant, all attached to the role. */
  policies: Record<string, Document>;
  /** Name → the boundary of the roles that the tenant makes. */
  boundary: Record<string, Document>;
  /** For the policy of the state's bucket. */
  bucket: Statement[];
  /** Inline policies of the role while it is suspended, or after its sessions were ended (here: now). */
  inNeed: Record<string, Document>;
}

/** The managed policies of the platform, of which none names a tenant. */
export const platformPolicies = (platform: Platform): Record<string, Document> => ({
  "panka-tenant-state": stateAccess(platform),
  "panka-tenant-names": deployByName(platform),
  "panka-tenant-tags": deployByTag(platform),
  "panka-tenant-roles": deployRoles(platform),
  "panka-tenant-reads": deployReads(platform),
  "panka-tenant-guard": guard(platform),
});

/**
 * The documents of a tenant.
 *
 * @param at time for the example of ended sessions, milliseconds since 1970 UTC
 * @throws TenantIamProblem for names that would be taken for others', and for documents longer than IAM takes
 */
export function tenantIam(facts: TenantIamFacts, at = 0): TenantIam {
  const { tenant, accountId, partition, backend, zones = [], place } = facts;
  const { accounts = [accountId], principals = [], tokens = [] } = facts;
  for (const [what, name] of [["bucket", backend.bucket], ["table", backend.table]] as const) {
    if (name.startsWith(`${tenant}-`)) {
      throw new TenantIamProblem(
        `Choose another name than "${tenant}": things that begin with "${tenant}-" would be that tenant's, and the ${what} is called "${name}"`,
      );
    }
  }
  return {
    role: {
      name: tenantRoleName(tenant),
      path: PLATFORM_PATH,
      tags: {
        [TENANT_TAG]: tenant,
        [BACKEND_TAGS.bucket]: backend.bucket,
        [BACKEND_TAGS.table]: backend.table,
        [BACKEND_TAGS.region]: backend.region,
      },
      maxSessionDuration: 12 * 3600,
      trust: trustPolicy({ tenant, partition, accounts, principals, tokens }),
      inline: {
        ...zones.length > 0 && { [ZONES]: zonesOf(zones, partition) },
        ...place && { [NETWORK]: confinement(place) },
      },
    },
    policies: platformPolicies(facts),
    boundary: { [BOUNDARY]: boundary(facts) },
    bucket: tenantBucketStatements(facts),
    inNeed: { [SUSPENDED]: suspension(), [REVOKED]: revocation(at) },
  };
}

function zonesOf(zones: readonly string[], partition = "aws"): Document {
  const arns = zones.map((zone) => `arn:${partition}:route53:::hostedzone/${zone}`);
  return documentOf(
    [allow("Records", "route53:ChangeResourceRecordSets", arns)],
    "inline",
    "policy for hosted zones",
  );
}
