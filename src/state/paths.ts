import { checkKey } from "./keys.ts";

/** One stack in one environment. Without a tenant: single-tenant mode. */
export interface StackAddress {
  tenant?: string;
  stack: string;
  environment: string;
}

/**
 * The unit of a stack locked as a whole, and the section of the stack itself where services are
 * locked one by one.
 */
export const STACK_UNIT = "stack";

/** The unit of a component or a resource, by its id or key. */
export function unitFor(locking: "stack" | "service", id: string): string {
  return locking === "stack" || id.startsWith("@") ? STACK_UNIT : id.split("/", 1)[0]!;
}

/** Where the state of all stacks of a tenant begins. */
export function stacksPrefix(tenant?: string): string {
  return `${tenantPrefix(tenant)}v1/stacks/`;
}

export function stateKey(address: StackAddress): string {
  return `${stackPrefix(address)}state.json`;
}

export function checkpointKey(address: StackAddress, unit: string): string {
  return `${stackPrefix(address)}checkpoints/${segment(unit)}.json`;
}

/** Code that was deployed from a folder, by the sha256 (hex) of its content. */
export function codeKey(address: StackAddress, sha256: string): string {
  return `${stackPrefix(address)}code/${segment(sha256)}.gz`;
}

/** The address that a key of {@link stateKey} stands for; undefined for any other key. */
export function addressOf(key: string): StackAddress | undefined {
  const match = /^(?:tenants\/([^/]+)\/)?v1\/stacks\/([^/]+)\/([^/]+)\/state\.json$/.exec(key);
  if (!match) return undefined;
  const [, tenant, stack, environment] = match;
  return { ...(tenant && { tenant }), stack: stack!, environment: environment! };
}

/** @param at milliseconds since 1970 UTC; @param id sorts by time */
export function auditKey(tenant: string | undefined, at: number, id: string): string {
  return `${auditPrefix(tenant)}${new Date(at).toISOString().slice(0, 7).replace("-", "/")}/${
    segment(id)
  }.json`;
}

export function auditPrefix(tenant?: string): string {
  return `${tenantPrefix(tenant)}audit/`;
}

/** Which tenants there are; nothing of them but who they are. */
export const TENANT_REGISTRY_KEY = "tenants.yaml";

/** What the platform says of a tenant; its members may read it. */
export function tenantDocumentKey(tenant: string): string {
  return `${tenantPrefix(tenant)}tenant.yaml`;
}

/** The network that a tenant's stacks stand in; its members may read it. */
export function tenantNetworkKey(tenant: string): string {
  return `${tenantPrefix(tenant)}network.json`;
}

/** Which credentials a tenant has, without any secret; readable by the platform only. */
export function tenantCredentialKey(tenant: string): string {
  return `${tenantPrefix(tenant)}credential.json`;
}

/** The lock item of a stack, or of one of its services. */
export function lockKey(address: StackAddress, service?: string): string {
  const { tenant, stack, environment } = address;
  return (tenant === undefined ? "" : `tenant:${segment(tenant)}:`) +
    `stack:${segment(stack)}:env:${segment(environment)}` +
    (service === undefined ? "" : `:service:${segment(service)}`);
}

const NAME = "([\\w-][\\w.-]*)";
const LOCK_KEY = new RegExp(
  `^(?:tenant:${NAME}:)?stack:${NAME}:env:${NAME}(?::service:${NAME})?$`,
);

/** What a key of {@link lockKey} is the lock of; undefined for any other key. */
export function lockedBy(key: string): { address: StackAddress; service?: string } | undefined {
  const match = LOCK_KEY.exec(key);
  if (!match) return undefined;
  const [, tenant, stack, environment, service] = match;
  return {
    address: { ...tenant && { tenant }, stack: stack!, environment: environment! },
    ...service && { service },
  };
}

/** Where the lock items of all stacks of a tenant begin. */
export function lockPrefix(tenant?: string): string {
  return tenant === undefined ? "stack:" : `tenant:${segment(tenant)}:stack:`;
}

/** Where all that is recorded of a stack begins. */
export function stackPrefix({ tenant, stack, environment }: StackAddress): string {
  return `${stacksPrefix(tenant)}${segment(stack)}/${segment(environment)}/`;
}

/** Where all of a tenant is; "" in single-tenant mode. */
export function tenantPrefix(tenant?: string): string {
  return tenant === undefined ? "" : `tenants/${segment(tenant)}/`;
}

function segment(name: string): string {
  if (/[/:]/.test(name)) {
    throw new TypeError(`Use a name without "/" and ":", not ${JSON.stringify(name)}`);
  }
  checkKey(name);
  return name;
}
