import { TENANT_NAME } from "../../tenant/names.ts";
import type { SessionSecret, TenantSession } from "../../tenant/session.ts";
import { EXIT } from "../exit_code.ts";
import { Failure } from "../failure.ts";
import type { KeptDocuments } from "../tenant_documents.ts";
import type { World } from "../world.ts";
import { type Keyring, keyringOf } from "./keyring.ts";

const SCHEMA = "panka/session@1";
/** Code of what is said of a session that can't be read. */
export const SESSION_DAMAGED = "session-damaged";

/** Where panka keeps what belongs to the person at this machine. */
export function configFolder({ env, home, platform }: World): string | undefined {
  const base = platform.os === "windows"
    ? env("APPDATA")
    : env("XDG_CONFIG_HOME") ?? (home && `${home}/.config`);
  return base && `${base}/panka`;
}

/** What of a session anyone may see. */
export interface KnownSession extends Omit<TenantSession, "secret"> {
  /** Milliseconds since 1970 UTC. */
  expiresAt: number;
  kept: "keyring" | "file";
}

/** The sessions on this machine, one a tenant: what is secret in the keyring or a file of mode 0600, the rest beside it. */
export class Sessions {
  readonly folder: string | undefined;
  readonly keyring: Keyring | undefined;

  constructor(private readonly world: World) {
    const base = configFolder(world);
    this.folder = base && `${base}/sessions`;
    this.keyring = keyringOf(world);
  }

  /** By tenant. @throws Failure for a damaged one */
  list(): KnownSession[] {
    return this.tenants().flatMap((tenant) => this.known(tenant) ?? []);
  }

  /** What is known of a tenant's session without its secret; undefined without one. @throws Failure when it is damaged */
  known(tenant: string): KnownSession | undefined {
    const path = this.#path(tenant, "json");
    if (!path || !this.world.files.stat(path)) return undefined;
    const found = parsed(this.#text(path)) as (KnownSession & { schema?: string }) | undefined;
    const right = found?.schema === SCHEMA && found.tenant === tenant &&
      typeof found.roleArn === "string" && typeof found.expiresAt === "number" &&
      typeof found.backend?.bucket === "string" && typeof found.backend.table === "string" &&
      typeof found.backend.region === "string" && typeof found.loggedInAt === "string" &&
      (found.kept === "keyring" || found.kept === "file");
    if (!right) throw damaged(tenant, path);
    const { schema: _, ...known } = found;
    return known;
  }

  /** The whole session. @throws Failure when it is damaged, or others may read it */
  async read(tenant: string): Promise<TenantSession | undefined> {
    const known = this.known(tenant);
    if (!known) return undefined;
    const path = this.#path(tenant, "secret")!;
    let text: string | undefined;
    if (known.kept === "keyring") {
      text = await this.keyring?.get(tenant);
      if (text === undefined) {
        throw new Failure({
          code: "no-session",
          summary: `the keyring does not give the session of "${tenant}"`,
          fix: `unlock the keyring, or log in again: panka login --tenant ${tenant}`,
        }, EXIT.denied);
      }
    } else {
      this.#checkModes(path);
      text = this.world.files.stat(path) && this.#text(path);
    }
    const secret = parsed(text ?? "") as SessionSecret | undefined;
    const { credentials } = secret ?? {};
    const right = typeof credentials?.accessKeyId === "string" &&
      typeof credentials.secretAccessKey === "string" &&
      typeof credentials.sessionToken === "string" && typeof credentials.expiresAt === "number";
    if (!right) throw damaged(tenant, path);
    const { kept: _, expiresAt: __, ...session } = known;
    return { ...session, secret: secret! };
  }

  /** Keeps a session. Answers where the secret went. */
  async save(session: TenantSession): Promise<KnownSession["kept"]> {
    const { secret, ...rest } = session;
    const path = (end: string) => this.#path(session.tenant, end);
    const secretFile = path("secret");
    if (!secretFile) {
      throw new Failure({
        code: "no-home",
        summary: "there is no folder to keep the session in",
        fix: "set HOME or XDG_CONFIG_HOME; PANKA_TENANT_TOKEN works without a session",
      });
    }
    const text = JSON.stringify(secret);
    const kept = await this.keyring?.set(session.tenant, text) ? "keyring" : "file";
    if (kept === "file") {
      this.#checkModes(secretFile);
      this.world.write(secretFile, text, 0o600);
    } else if (this.world.files.stat(secretFile)) this.world.remove(secretFile);
    const { expiresAt } = secret.credentials;
    const known = { schema: SCHEMA, ...rest, expiresAt, kept };
    this.world.write(path("json")!, JSON.stringify(known, null, 2) + "\n", 0o600);
    return kept;
  }

  /** The tenant's documents as they were last read, for commands that ask nobody. */
  documents(tenant: string): KeptDocuments | undefined {
    const path = this.#path(tenant, "documents");
    if (!path || !this.world.files.stat(path)) return undefined;
    const found = parsed(this.#text(path)) as KeptDocuments | undefined;
    return typeof found?.config === "string" && typeof found.readAt === "number"
      ? found
      : undefined;
  }

  /** Does nothing where there is no session. */
  keepDocuments(tenant: string, documents: KeptDocuments): void {
    const path = this.#path(tenant, "json");
    if (!path || !this.world.files.stat(path)) return;
    this.world.write(this.#path(tenant, "documents")!, JSON.stringify(documents), 0o600);
  }

  /** Forgets a session, also a damaged one. Answers whether there was one. */
  async remove(tenant: string): Promise<boolean> {
    await this.keyring?.remove(tenant);
    const there = ["secret", "json", "documents"].map((end) => this.#path(tenant, end))
      .filter((path) => path !== undefined && this.world.files.stat(path));
    for (const path of there) this.world.remove(path!);
    return there.length > 0;
  }

  /** Tenants of whose sessions there is a file, right or damaged. */
  tenants(): string[] {
    if (!this.folder || this.world.files.stat(this.folder)?.kind !== "folder") return [];
    const names = this.world.files.list(this.folder).flatMap(({ name }) => {
      const tenant = /^(.*)\.(?:json|secret|documents)$/.exec(name)?.[1];
      return tenant && TENANT_NAME.test(tenant) ? [tenant] : [];
    });
    return [...new Set(names)];
  }

  /** The tenant that is meant where nobody names one. */
  only(): string | undefined {
    const [tenant, ...more] = this.tenants();
    return more.length === 0 ? tenant : undefined;
  }

  #path(tenant: string, end: string): string | undefined {
    return this.folder && TENANT_NAME.test(tenant) ? `${this.folder}/${tenant}.${end}` : undefined;
  }

  #text(path: string): string {
    return new TextDecoder().decode(this.world.files.read(path));
  }

  #checkModes(file: string): void {
    for (const [path, mode] of [[this.folder!, "700"], [file, "600"]] as const) {
      const found = this.world.files.stat(path)?.mode;
      if (found === undefined || !(found & 0o077)) continue;
      throw new Failure({
        code: "session-readable",
        summary: `others may open ${path}, where a session is kept`,
        why: `its mode is ${found.toString(8)}`,
        fix: `chmod ${mode} ${path}; if others were on this machine, log in again`,
      }, EXIT.denied);
    }
  }
}

function parsed(text: string): unknown {
  try {
    const value = JSON.parse(text);
    return value === null || typeof value !== "object" ? undefined : value;
  } catch {
    return undefined;
  }
}

const damaged = (tenant: string, path: string) =>
  new Failure({
    code: SESSION_DAMAGED,
    summary: `the session of "${tenant}" in ${path} is damaged`,
    fix: `log in again: panka login --tenant ${tenant}`,
  }, EXIT.denied);
