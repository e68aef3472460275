import { mistakable } from "../../../src/tenant/names.ts";
import type { Seeded } from "../../random.ts";
import { type Call, ownAsk } from "./deployment.ts";
import {
  stateKey,
  TENANT_REGISTRY_KEY,
  tenantCredentialKey,
  tenantDocumentKey,
} from "../../../src/state/paths.ts";
import { closed, type Foreign, GUARDED_STATE, STATE } from "./foreign.ts";
import { PLATFORM, WATCHED, WORKLOADS } from "./foreign_platform.ts";
import { GUARDED_ROLES, ROLES } from "./foreign_roles.ts";
import { DISGUISED, GIVEN_AWAY, isOpen, NAMES, TAGGED, THINGS } from "./foreign_things.ts";
import { calls, grants } from "./own.ts";
import { anAddress, panka } from "./panka.ts";
import { elsewhere, HERE, placingKey } from "./standing.ts";
import { NOWHERE } from "../../../src/tenant/iam/place.ts";
import {
  type Asked,
  BUCKET,
  type Question,
  SERVICE,
  sessionOf,
  somebody,
  tenantName,
  workloadOf,
} from "./world.ts";

/** Questions that have one answer. */
export interface Suite {
  allowed: boolean;
  /** How many random ones a test takes. */
  count: number;
  next(random: Seeded): Question;
}

const own = (random: Seeded, tenant: string): Asked =>
  random.below(10) ? ownAsk(random, tenant, random.pick(calls)) : panka(random, tenant);

/** Two tenants that a platform may have, often of like names. */
function twoTenants(random: Seeded): [me: string, other: string] {
  for (;;) {
    const me = tenantName(random);
    const other = random.pick([
      tenantName(random),
      `${me}x`,
      `${me}0`,
      me.slice(0, -1) + "y",
      `t${me}`,
    ]);
    if (me !== other && mistakable(me, [other]) === undefined) return [me, other];
  }
}

function foreign(
  random: Seeded,
  all: readonly Foreign[],
): { me: string; other: string; asked: Asked } {
  for (;;) {
    const [me, other] = twoTenants(random);
    const asked = random.pick(all)(random, me, other);
    if (!isOpen(asked.action)) return { me, other, asked };
  }
}

const reads = /:(BatchGet|Describe|Filter|GET|Get|List|Validate)/;
const gets = /^(kms:Decrypt|dynamodb:(Query|Scan))$/;

/** What has no key, or says nothing of where. */
const anywhere: Call[] = ["RunTask", "StartTask", "CreateTaskSet"].map((action): Call => ({
  action: `ecs:${action}`,
  on: action === "CreateTaskSet"
    ? "ecs:task-set/{tenant}-x/{tenant}-x/1"
    : "ecs:task-definition/{tenant}-x:1",
  how: "own",
  byTag: true,
})).concat(calls.filter(({ action }) => action === "elasticloadbalancing:CreateLoadBalancer"));
const keyOf = ({ action, on }: Call) => placingKey(action, on);
/** What places something, by the key that AWS has for it. */
export const PLACING: Call[][] = [...new Set(calls.map(keyOf))]
  .filter((key) => key !== undefined)
  .map((key) => calls.filter((call) => keyOf(call) === key));

/** What holds of every pair of tenants. */
export const SUITES: Record<string, Suite> = {
  "a tenant's role is allowed all that its deployments and panka itself ask": {
    allowed: true,
    count: 100_000,
    next(random) {
      const tenant = tenantName(random);
      return { caller: sessionOf(tenant), asked: own(random, tenant) };
    },
  },
  "a workload is allowed within the boundary what kinds give it": {
    allowed: true,
    count: 10_000,
    next(random) {
      const tenant = tenantName(random);
      return {
        caller: workloadOf(tenant),
        asked: ownAsk(random, tenant, random.pick(grants), "nowhere"),
      };
    },
  },
  "a tenant's role is denied whatever is another tenant's or the platform's": {
    allowed: false,
    count: 100_000,
    next(random) {
      const { me, asked } = foreign(random, [
        ...STATE,
        ...THINGS,
        ...THINGS,
        ...PLATFORM,
        ...WORKLOADS,
        ...ROLES,
        ...GIVEN_AWAY,
        ...WATCHED,
      ]);
      return { caller: sessionOf(me), asked };
    },
  },
  "a tenant's workload is denied whatever is another tenant's or the platform's, though its own policies allow all":
    {
      allowed: false,
      count: 50_000,
      next(random) {
        const all = [
          ...STATE,
          ...NAMES,
          ...NAMES,
          ...NAMES,
          ...THINGS,
          ...PLATFORM,
          ...ROLES,
          ...DISGUISED,
          ...WATCHED,
        ];
        const { me, asked } = foreign(random, all);
        return { caller: workloadOf(me), asked };
      },
    },
  "a workload whose session is tagged as another tenant's is denied what is that tenant's": {
    allowed: false,
    count: 20_000,
    next(random) {
      const { me, other, asked } = foreign(random, [...STATE, ...THINGS]);
      return { caller: workloadOf(me, other), asked };
    },
  },
  "a tenant's role that is given everything is still denied others' state, locks, tagged things and roles":
    {
      allowed: false,
      count: 50_000,
      next(random) {
        const guarded = [
          ...GUARDED_STATE,
          ...TAGGED,
          ...GUARDED_ROLES,
          ...GIVEN_AWAY,
          ...WATCHED,
        ];
        const { me, asked } = foreign(random, guarded);
        return { caller: sessionOf(me), asked, amid: "overfed" };
      },
    },
  "the state's bucket is closed to others, insecure, unconditional and workloads' requests, though somebody opened it to all":
    {
      allowed: false,
      count: 20_000,
      next: (random) => ({ ...closed(random, ...twoTenants(random)), amid: "open" }),
    },
  "the platform's team and AWS's services use the state's bucket": {
    allowed: true,
    count: 1_000,
    next(random) {
      const key = random.pick([
        stateKey(anAddress(random, tenantName(random))),
        tenantCredentialKey(tenantName(random)),
        tenantDocumentKey(tenantName(random)),
        TENANT_REGISTRY_KEY,
      ]);
      const action = random.pick(["GetObject", "PutObject", "DeleteObjectVersion", "ListBucket"]);
      const context = { "s3:if-none-match": "*", "s3:ObjectCreationOperation": "true" };
      return {
        caller: random.pick([somebody(), SERVICE]),
        amid: "open",
        asked: action === "ListBucket"
          ? { action: "s3:ListBucket", resource: `arn:aws:s3:::${BUCKET}`, context: {} }
          : { action: `s3:${action}`, resource: `arn:aws:s3:::${BUCKET}/${key}`, context },
      };
    },
  },
  "a tenant's role without the guard is denied others' roles and what is named as theirs": {
    allowed: false,
    count: 20_000,
    next(random) {
      const { me, asked } = foreign(random, [...ROLES, ...PLATFORM, ...WORKLOADS, ...NAMES]);
      return { caller: sessionOf(me), asked, amid: "bare" };
    },
  },
  "a tenant's role is denied others' state without the bucket's policy and the guard, and its own in a bucket of a like name that is another account's":
    {
      allowed: false,
      count: 50_000,
      next(random) {
        const { me, asked } = foreign(random, STATE);
        const mine = panka(random, me);
        const caller = sessionOf(me);
        if (random.below(4) || !mine.resource.startsWith("arn:aws:s3:")) {
          return { caller, asked, amid: "bare" };
        }
        const context = { ...mine.context, "aws:ResourceAccount": "999999999999" };
        return { caller, asked: { ...mine, context }, amid: "bare" };
      },
    },
  "a tenant's role places nothing in another's network, though it is given everything": {
    allowed: false,
    count: 50_000,
    next(random) {
      const tenant = tenantName(random);
      const call = random.pick(random.pick([...PLACING, anywhere]));
      const mine = ownAsk(random, tenant, call, "nowhere");
      const key = anywhere.includes(call) && !random.below(4) ? undefined : keyOf(call);
      const context = { ...mine.context, ...key !== undefined && elsewhere(random, key) };
      const amid = random.below(2) ? "overfed" : undefined;
      return { caller: sessionOf(tenant), asked: { ...mine, context }, amid };
    },
  },
  "a tenant's workload says of nothing where it stands": {
    allowed: false,
    count: 10_000,
    next(random) {
      const tenant = tenantName(random);
      const call = random.pick(
        PLACING.flat().filter(({ action }) => /^(ecs|lambda):/.test(action)),
      );
      const mine = ownAsk(random, tenant, call, "nowhere");
      const context = { ...mine.context, [keyOf(call)!]: random.pick([HERE, NOWHERE]).subnetIds };
      return { caller: workloadOf(tenant), asked: { ...mine, context } };
    },
  },
  "a suspended tenant's role is allowed to read what is its own": {
    allowed: true,
    count: 10_000,
    next(random) {
      const tenant = tenantName(random);
      for (;;) {
        const asked = own(random, tenant);
        if (!reads.test(asked.action) && !gets.test(asked.action)) continue;
        return { caller: sessionOf(tenant), asked, amid: "suspended" };
      }
    },
  },
  "a suspended tenant's role is denied to write what is its own": {
    allowed: false,
    count: 10_000,
    next(random) {
      const tenant = tenantName(random);
      for (;;) {
        const asked = own(random, tenant);
        if (reads.test(asked.action) || gets.test(asked.action)) continue;
        return { caller: sessionOf(tenant), asked, amid: "suspended" };
      }
    },
  },
  "a session from before sessions were ended is denied everything": {
    allowed: false,
    count: 1_000,
    next(random) {
      const tenant = tenantName(random);
      const caller = sessionOf(tenant, "2025-11-30T23:59:59Z");
      return { caller, asked: own(random, tenant), amid: "revoked" };
    },
  },
  "a session from after sessions were ended is allowed what is its own": {
    allowed: true,
    count: 1_000,
    next(random) {
      const tenant = tenantName(random);
      return { caller: sessionOf(tenant), asked: own(random, tenant), amid: "revoked" };
    },
  },
};
