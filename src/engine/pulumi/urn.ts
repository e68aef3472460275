/** The Pulumi project of every stack that panka runs. Part of each URN, so it never changes. */
export const PROJECT = "panka";

/** What every stack belongs to, where Pulumi asks for its full name. */
export const ORGANIZATION = "organization";

/** The key of the provider resource in the program, and its Pulumi name. */
export const PROVIDER_NAME = "aws";

/**
 * Pulumi's name of a resource: `urn:pulumi:STACK::panka::TYPE::KEY`.
 * `stack` is the unit's name; panka uses no parents, so the type stands alone.
 */
export function urnOf(stack: string, type: string, key: string): string {
  return `urn:pulumi:${stack}::${PROJECT}::${type}::${key}`;
}

/** The URN of the explicit provider that all resources of a stack use. */
export const providerUrn = (stack: string) => urnOf(stack, "pulumi:providers:aws", PROVIDER_NAME);

/** What a URN names: `undefined` for Pulumi's own resources (the stack, the provider). */
export function resourceOfUrn(urn: string): { key: string; type: string } | undefined {
  const [, , type, ...name] = urn.split("::");
  if (type === undefined || name.length === 0 || type.startsWith("pulumi:")) return undefined;
  // A child's type is PARENT$TYPE.
  return { key: name.join("::"), type: type.slice(type.lastIndexOf("$") + 1) };
}
