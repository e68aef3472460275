/** A tenant, or what is wanted of it, is not so that it can be done. */
export class TenantRefused extends Error {
  override name = "TenantRefused";

  constructor(message: string, readonly fix: string, readonly why?: string) {
    super(message);
  }
}
