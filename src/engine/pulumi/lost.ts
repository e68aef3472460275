import type { Resource } from "../resource.ts";

/** A resource that may be there though the checkpoint does not know it. */
export interface Lost extends Pick<Resource, "key" | "type" | "physicalName"> {
  /** What it was given at the path of a property, as far as that is known and text. */
  input?(path: string): string | undefined;
  /** ARNs of all that AWS says bears its tag. */
  arns?: string[];
}

export const given = ({ input }: Lost, path: string) => input?.(path);

/** All parts, where none is unknown. */
export function joined(separator: string, ...parts: (string | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join(separator);
}
