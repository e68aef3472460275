/** A block of IPv4 addresses. */
export interface Cidr {
  /** First address, as a number below 2^32. */
  first: number;
  /** Bits that are fixed, 0 to 32. */
  prefix: number;
}

/** The block that a text such as "10.0.0.0/16" names; undefined when it names none, or is not the block's first address. */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  const [a, b, c, d, prefix] = match?.slice(1).map(Number) ?? [];
  if (prefix === undefined || prefix > 32 || [a, b, c, d].some((byte) => byte! > 255)) {
    return undefined;
  }
  const first = a! * 2 ** 24 + b! * 2 ** 16 + c! * 2 ** 8 + d!;
  return first % size({ first, prefix }) === 0 ? { first, prefix } : undefined;
}

/** The nth of the blocks of that prefix inside a block. */
export function blockIn(outer: Cidr, prefix: number, n: number): Cidr {
  return { first: outer.first + n * 2 ** (32 - prefix), prefix };
}

export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.first < b.first + size(b) && b.first < a.first + size(a);
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  return inner.prefix >= outer.prefix && overlaps(outer, inner);
}

export function printCidr({ first, prefix }: Cidr): string {
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${bytes.join(".")}/${prefix}`;
}

const size = ({ prefix }: Cidr) => 2 ** (32 - prefix);
