import type { Clock } from "../../ports/clock.ts";
import type { CredentialProvider, Credentials } from "./credentials.ts";

const AHEAD_MS = 5 * 60_000;
/** So that credentials that never last five minutes are not asked for at every request. */
const AT_LEAST_MS = 60_000;

/** Keeps credentials and gets new ones five minutes before they end, once at a time, for as long as the run takes. */
export class RefreshingCredentials implements CredentialProvider {
  #current?: { credentials: Credentials; renewAt: number };
  #renewing?: Promise<Credentials>;

  constructor(
    private readonly find: () => Promise<Credentials>,
    private readonly clock: Pick<Clock, "wall">,
  ) {}

  async get(signal?: AbortSignal): Promise<Credentials> {
    signal?.throwIfAborted();
    const now = this.clock.wall();
    const current = this.#current;
    if (current && now < current.renewAt) return current.credentials;
    const renewed = this.#renewing ??= this.#renew().finally(() => this.#renewing = undefined);
    try {
      // One caller that gives up takes nothing away from the others.
      return await (signal ? Promise.race([renewed, aborted(signal)]) : renewed);
    } catch (error) {
      signal?.throwIfAborted();
      const usable = current && now < (current.credentials.expiresAt ?? Infinity);
      if (usable && current === this.#current) return current.credentials;
      throw error;
    }
  }

  forget(refused: Credentials): void {
    if (this.#current?.credentials.accessKeyId === refused.accessKeyId) this.#current = undefined;
  }

  async #renew(): Promise<Credentials> {
    const credentials = await this.find();
    const now = this.clock.wall();
    const { expiresAt = Infinity } = credentials;
    const renewAt = Math.min(expiresAt, Math.max(expiresAt - AHEAD_MS, now + AT_LEAST_MS));
    this.#current = { credentials, renewAt };
    return credentials;
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
