import { boolean, choice, type Infer, integer, list, object, text } from "../../../schema/field.ts";
import type { Report } from "../../report.ts";

const path = {
  doc: "Path that answers with a status from 200 to 399",
  pattern: /^\/[\w\-./~%?&=:+,@]*$/,
  hint: "a path that starts with a slash",
  example: "/health",
};
const port = {
  doc: "Port that is asked; default: the component's first port",
  min: 1,
  max: 65_535,
};
/** Bounds: Amazon ECS, HealthCheck (5–300 s, 2–60 s, 1–10, 0–300 s), within those of target groups. */
const initialDelay = {
  doc: "How long a new container may fail before it counts",
  unit: "seconds",
  min: 0,
  max: 300,
};
const period = { doc: "Time between two checks", unit: "seconds", min: 5, max: 300 };
const timeout = {
  doc: "How long an answer may take; shorter than the period",
  unit: "seconds",
  min: 2,
  max: 60,
};
const failures = { doc: "Failures in a row that make it unhealthy", min: 1, max: 10 };
const successes = { doc: "Successes in a row that make it healthy", min: 1, max: 10 };

const http = object({
  path: text({ ...path, default: "/" }),
  port: integer(port),
  protocol: choice(["http", "https"], { doc: "How it is asked", default: "http" }),
}, { doc: "Ask for a page", shorthand: "path" });
const tcp = object({ port: integer(port) }, { doc: "Open a connection", shorthand: "port" });
const exec = object({
  command: list(text({ doc: "Program, or one argument of it" }), {
    doc: "Program and arguments; exit code 0 is healthy",
    required: true,
    min: 1,
  }),
}, { doc: "Run a program in the container" });

const probe = (doc: string) =>
  object({
    http,
    tcp,
    exec,
    initialDelaySeconds: integer({ ...initialDelay, default: 0 }),
    periodSeconds: integer({ ...period, default: 10 }),
    timeoutSeconds: integer({ ...timeout, default: 4 }),
    failureThreshold: integer({ ...failures, default: 3 }),
    successThreshold: integer({ ...successes, default: 2 }),
  }, { doc, exactlyOne: [["http"], ["tcp"], ["exec"]] });

export const healthCheck = object({
  readiness: probe("When it may get traffic: checked by the load balancer's target group"),
  liveness: probe(
    "When it is to be replaced: run inside the container, so its image needs wget or curl for http, nc for tcp",
  ),
  enabled: boolean({ doc: "Short form: false turns the check off" }),
  path: text({ ...path, doc: "Short form of readiness.http.path" }),
  port: integer({ ...port, doc: "Short form of readiness.http.port" }),
  protocol: choice(["http", "https", "tcp"], { doc: "Short form: what readiness asks with" }),
  initialDelaySeconds: integer({ ...initialDelay, doc: `Short form: ${initialDelay.doc}` }),
  periodSeconds: integer({ ...period, doc: `Short form: ${period.doc}` }),
  timeoutSeconds: integer({ ...timeout, doc: `Short form: ${timeout.doc}` }),
  failureThreshold: integer({ ...failures, doc: `Short form: ${failures.doc}` }),
  successThreshold: integer({ ...successes, doc: `Short form: ${successes.doc}` }),
}, {
  doc: "How AWS finds out whether a container works; path, port and times alone mean readiness",
});

export type HealthCheck = Infer<typeof healthCheck>;
export type Probe = NonNullable<HealthCheck["readiness"]>;

/** Whether anything of the short form is given besides the switch. */
const isShort = (check: HealthCheck) =>
  check.path !== undefined || check.port !== undefined || check.protocol !== undefined;

/** Both probes, the short form read as readiness. */
export function probesOf(check: HealthCheck | undefined): { readiness?: Probe; liveness?: Probe } {
  if (check === undefined || check.enabled === false) return {};
  const { readiness, liveness } = check;
  if (readiness || !isShort(check)) return { readiness, liveness };
  const { protocol = "http", path = "/", port } = check;
  return {
    readiness: {
      ...(protocol === "tcp" ? { tcp: { port } } : { http: { path, port, protocol } }),
      initialDelaySeconds: check.initialDelaySeconds ?? 0,
      periodSeconds: check.periodSeconds ?? 10,
      timeoutSeconds: check.timeoutSeconds ?? 4,
      failureThreshold: check.failureThreshold ?? 3,
      successThreshold: check.successThreshold ?? 2,
    },
    liveness,
  };
}

/** Rules between the fields of both probes and the short form. */
export function checkProbes(check: HealthCheck | undefined, report: Report): void {
  if (check === undefined) return;
  if (check.readiness && isShort(check)) {
    report({
      code: "exclusive-fields",
      path: ["healthCheck", "readiness"],
      summary: `"readiness" and the short form can't be given together`,
      why: "path, port and protocol beside it mean readiness too",
      fix: `move them into "readiness", or remove "readiness"`,
    });
  }
  const { readiness, liveness } = probesOf(check);
  for (const [name, probe] of Object.entries({ readiness, liveness })) {
    if (!probe || probe.timeoutSeconds < probe.periodSeconds) continue;
    const short = name === "readiness" && check.readiness === undefined;
    report({
      code: "wrong-range",
      path: ["healthCheck", ...(short ? [] : [name])],
      summary: `"timeoutSeconds" of ${name} must be less than "periodSeconds"`,
      why: `${probe.timeoutSeconds} is not less than ${probe.periodSeconds}`,
      fix: `set periodSeconds: ${probe.timeoutSeconds + 1}, or a shorter timeoutSeconds`,
    });
  }
}

/** A container definition's `healthCheck`. */
export function containerCheck(probe: Probe, firstPort: number) {
  return {
    command: probeCommand(probe, firstPort),
    interval: probe.periodSeconds,
    timeout: probe.timeoutSeconds,
    retries: probe.failureThreshold,
    startPeriod: probe.initialDelaySeconds,
  };
}

function probeCommand({ http, tcp, exec }: Probe, firstPort: number): string[] {
  if (exec) return ["CMD", ...exec.command];
  if (tcp) return ["CMD-SHELL", `nc -z 127.0.0.1 ${tcp.port ?? firstPort} || exit 1`];
  const { protocol, port = firstPort, path } = http!;
  const url = `'${protocol}://127.0.0.1:${port}${path}'`;
  return ["CMD-SHELL", `wget -q -O /dev/null ${url} || curl -fsSk -o /dev/null ${url} || exit 1`];
}

/** A target group's `healthCheck`. Without a page to ask for, any answer below 500 will do for HTTP. */
export function targetCheck(probe: Probe | undefined, network: boolean) {
  const http = probe?.http;
  const port = http?.port ?? probe?.tcp?.port;
  const page = http
    ? { protocol: http.protocol.toUpperCase(), path: http.path, matcher: "200-399" }
    : { protocol: "HTTP", path: "/", matcher: "200-499" };
  return {
    ...(network && !http ? { protocol: "TCP" } : page),
    port: port === undefined ? "traffic-port" : String(port),
    interval: probe?.periodSeconds ?? 10,
    timeout: probe?.timeoutSeconds ?? 4,
    // Target groups count to 2 at least: Elastic Load Balancing, CreateTargetGroup.
    unhealthyThreshold: Math.max(2, probe?.failureThreshold ?? 3),
    healthyThreshold: Math.max(2, probe?.successThreshold ?? 2),
  };
}
