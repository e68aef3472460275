/** Where metrics go, by OpenTelemetry's own environment variables. */
export interface Destination {
  url: string;
  headers: Record<string, string>;
  timeoutMs: number;
  gzip: boolean;
}

export type Env = (name: string) => string | undefined;

const NAME = "OTEL_EXPORTER_OTLP";
const TIMEOUT_MS = 10_000;
/** However patient the environment is: nobody waits longer for a command to end. */
const LONGEST_MS = 3_000;

/**
 * The destination that the environment names; undefined where it names none, or says that nothing is to be sent.
 * Its protocol is always http/json: every collector that speaks OTLP over HTTP takes it.
 */
export function destinationOf(env: Env): Destination | undefined {
  if (/^true$/i.test(env("OTEL_SDK_DISABLED") ?? "")) return undefined;
  const exporters = env("OTEL_METRICS_EXPORTER");
  if (exporters !== undefined && !exporters.split(",").some((one) => one.trim() === "otlp")) {
    return undefined;
  }
  const own = env(`${NAME}_METRICS_ENDPOINT`);
  const base = env(`${NAME}_ENDPOINT`);
  // As the specification says: the general endpoint is a base, the one for metrics is taken as it is.
  const url = own ?? (base && `${base.replace(/\/+$/, "")}/v1/metrics`);
  if (!url || !/^https?:\/\//.test(url) || !URL.canParse(url)) return undefined;
  const timeout = Number(env(`${NAME}_METRICS_TIMEOUT`) ?? env(`${NAME}_TIMEOUT`) ?? TIMEOUT_MS);
  return {
    url,
    headers: pairsOf(env(`${NAME}_METRICS_HEADERS`) ?? env(`${NAME}_HEADERS`)),
    timeoutMs: Math.min(LONGEST_MS, timeout > 0 ? timeout : TIMEOUT_MS),
    gzip: (env(`${NAME}_METRICS_COMPRESSION`) ?? env(`${NAME}_COMPRESSION`)) === "gzip",
  };
}

/** What identifies this process; OTEL_RESOURCE_ATTRIBUTES and OTEL_SERVICE_NAME come last, and win. */
export function resourceOf(
  env: Env,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  const name = env("OTEL_SERVICE_NAME");
  return {
    "service.name": "panka",
    ...own,
    ...pairsOf(env("OTEL_RESOURCE_ATTRIBUTES")),
    ...(name && { "service.name": name }),
  };
}

/** `a=1,b=2`, values percent-encoded; what can't be read is left out, as the specification says. */
function pairsOf(text: string | undefined): Record<string, string> {
  const pairs: Record<string, string> = {};
  for (const part of text?.split(",") ?? []) {
    const at = part.indexOf("=");
    if (at < 1) continue;
    const value = part.slice(at + 1).trim();
    try {
      pairs[part.slice(0, at).trim()] = decodeURIComponent(value);
    } catch {
      pairs[part.slice(0, at).trim()] = value;
    }
  }
  return pairs;
}
