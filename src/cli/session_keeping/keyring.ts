import type { World } from "../world.ts";

/** The operating system's place for secrets. */
export interface Keyring {
  /** For people: "the Secret Service". */
  name: string;
  /** Undefined where nothing is kept, or the keyring does not answer. */
  get(tenant: string): Promise<string | undefined>;
  /** False where it can't be kept. */
  set(tenant: string, secret: string): Promise<boolean>;
  remove(tenant: string): Promise<void>;
}

/** The keyring of this machine, through the program that comes with it; undefined where there is none. @param world PANKA_KEYRING=off leaves it out */
export function keyringOf({ env, platform, run }: Pick<World, "env" | "platform" | "run">) {
  if (env("PANKA_KEYRING") === "off") return undefined;
  const programs = { linux: secretService, darwin: keychain, windows: credentialManager };
  const program = programs[platform.os as keyof typeof programs]?.(run);
  return program && trusted(program);
}

/** What was written is read back: some programs end well although nothing was kept, or only a part of it. */
function trusted(keyring: Keyring): Keyring {
  return {
    ...keyring,
    async get(tenant) {
      const kept = await keyring.get(tenant);
      return kept ? decoded(kept.trim()) : undefined;
    },
    async set(tenant, secret) {
      // Programs and their encodings leave these characters alone.
      const text = new TextEncoder().encode(secret).toBase64();
      if (await keyring.set(tenant, text) && (await keyring.get(tenant))?.trim() === text) {
        return true;
      }
      await keyring.remove(tenant);
      return false;
    },
  };
}

function decoded(text: string): string | undefined {
  try {
    return new TextDecoder().decode(Uint8Array.fromBase64(text));
  } catch {
    return undefined;
  }
}

type Run = World["run"];

/** By secret-tool of libsecret. */
function secretService(run: Run): Keyring {
  const about = (tenant: string) => ["service", "panka", "tenant", tenant];
  return {
    name: "the Secret Service",
    get: async (tenant) => outputOf(await run(["secret-tool", "lookup", ...about(tenant)])),
    async set(tenant, stdin) {
      const label = `--label=panka session of ${tenant}`;
      return (await run(["secret-tool", "store", label, ...about(tenant)], { stdin }))?.code === 0;
    },
    remove: async (tenant) => void await run(["secret-tool", "clear", ...about(tenant)]),
  };
}

function keychain(run: Run): Keyring {
  const about = (tenant: string) => ["-s", "panka", "-a", tenant];
  return {
    name: "the macOS Keychain",
    get: async (tenant) =>
      outputOf(await run(["security", "find-generic-password", ...about(tenant), "-w"])),
    async set(tenant, secret) {
      const stdin = `add-generic-password -U ${about(tenant).join(" ")} -w "${secret}"\n`;
      return (await run(["security", "-i"], { stdin }))?.code === 0;
    },
    remove: async (tenant) =>
      void await run(["security", "delete-generic-password", ...about(tenant)]),
  };
}

/** Generic credentials called panka:TENANT, as UTF-8; Windows takes 2,560 bytes at most. */
function credentialManager(run: Run): Keyring {
  const call = (body: string, stdin?: string) =>
    run(["powershell", "-NoProfile", "-NonInteractive", "-Command", `${NATIVE}\n${body}`], {
      stdin,
    });
  return {
    name: "Windows Credential Manager",
    get: async (tenant) =>
      outputOf(await call(`[Console]::Out.Write([PankaVault]::Get('panka:${tenant}'))`)),
    async set(tenant, stdin) {
      const body =
        `if (-not [PankaVault]::Set('panka:${tenant}', [Console]::In.ReadToEnd())) { exit 1 }`;
      return (await call(body, stdin))?.code === 0;
    },
    remove: async (tenant) => void await call(`[PankaVault]::Remove('panka:${tenant}')`),
  };
}

const outputOf = (ran: Awaited<ReturnType<Run>>) =>
  ran?.code === 0 && ran.stdout.trim() ? ran.stdout : undefined;

const NATIVE = `Add-Type -TypeDefinition @'
using System; using System.Runtime.InteropServices; using System.Text;
public static class PankaVault {
  [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
  struct Credential {
    public int Flags, Type; public string Target, Comment; public long Written;
    public int Size; public IntPtr Blob; public int Persist, Attributes; public IntPtr List;
    public string Alias, User;
  }
  [DllImport("advapi32", CharSet = CharSet.Unicode, SetLastError = true)]
  static extern bool CredWriteW(ref Credential c, int flags);
  [DllImport("advapi32", CharSet = CharSet.Unicode, SetLastError = true)]
  static extern bool CredReadW(string target, int type, int flags, out IntPtr found);
  [DllImport("advapi32", CharSet = CharSet.Unicode, SetLastError = true)]
  static extern bool CredDeleteW(string target, int type, int flags);
  [DllImport("advapi32")] static extern void CredFree(IntPtr buffer);
  public static bool Set(string target, string text) {
    var bytes = Encoding.UTF8.GetBytes(text);
    var blob = Marshal.AllocHGlobal(bytes.Length);
    Marshal.Copy(bytes, 0, blob, bytes.Length);
    var c = new Credential { Type = 1, Target = target, Size = bytes.Length, Blob = blob, Persist = 2, User = "panka" };
    try { return CredWriteW(ref c, 0); } finally { Marshal.FreeHGlobal(blob); }
  }
  public static string Get(string target) {
    IntPtr found;
    if (!CredReadW(target, 1, 0, out found)) return "";
    try {
      var c = (Credential)Marshal.PtrToStructure(found, typeof(Credential));
      var bytes = new byte[c.Size]; Marshal.Copy(c.Blob, bytes, 0, c.Size);
      return Encoding.UTF8.GetString(bytes);
    } finally { CredFree(found); }
  }
  public static bool Remove(string target) { return CredDeleteW(target, 1, 0); }
}
'@`;
