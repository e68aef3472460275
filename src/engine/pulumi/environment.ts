/** Names that reach the child from panka's own environment: what a network or a proxy needs, and emulators. */
const kept = [
  /^(?:https?|all|no)_proxy$/i,
  /^SSL_CERT_(?:FILE|DIR)$/,
  /^AWS_CA_BUNDLE$/,
  /^AWS_ENDPOINT_URL(?:_[A-Z0-9_]+)?$/,
  /^AWS_(?:USE_FIPS_ENDPOINT|USE_DUALSTACK_ENDPOINT|MAX_ATTEMPTS|RETRY_MODE)$/,
  /^PATH$/i,
  // What programs can't start without, on Windows.
  /^(?:SystemRoot|SystemDrive|ComSpec|PATHEXT|TEMP|TMP|TMPDIR)$/i,
];

export interface ChildEnvironment {
  /** panka's own environment. */
  outer: Record<string, string>;
  /** `PULUMI_HOME`: where plugins live. */
  home: string;
  /** Folder of the file backend. */
  backend: string;
  passphrase: string;
  /** `AWS_*`, from panka's own credential chain. */
  credentials: Record<string, string>;
}

/**
 * The whole environment of the Pulumi CLI, made from nothing: no `HOME`, none of the caller's
 * `PULUMI_*` and `AWS_*` that could change whose cloud is written to.
 */
export function childEnvironment(parts: ChildEnvironment): Record<string, string> {
  const { outer, home, backend, passphrase, credentials } = parts;
  const passed = Object.entries(outer).filter(([name]) => kept.some((rule) => rule.test(name)));
  return {
    ...Object.fromEntries(passed),
    ...credentials,
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: backend,
    PULUMI_CONFIG_PASSPHRASE: passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // panka keeps every version of a checkpoint itself.
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
    // The event log is among what Pulumi calls debug commands.
    PULUMI_DEBUG_COMMANDS: "true",
  };
}

/** Whether requests go to an emulator instead of AWS (whose private endpoints have its domain, too). */
export function isEmulated(environment: Record<string, string>): boolean {
  return Object.entries(environment).some(([name, url]) =>
    /^AWS_ENDPOINT_URL(?:_|$)/.test(name) && URL.canParse(url) &&
    !/\.amazonaws\.com(?:\.cn)?$/.test(new URL(url).hostname)
  );
}

/** Where SQS answers, when that isn't AWS: queues are known by their URLs. */
export function queueEndpoint(environment: Record<string, string>): string | undefined {
  const url = environment.AWS_ENDPOINT_URL_SQS ?? environment.AWS_ENDPOINT_URL;
  return url && isEmulated({ AWS_ENDPOINT_URL: url }) ? url.replace(/\/$/, "") : undefined;
}
