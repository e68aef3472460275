import type { Report } from "../../report.ts";
import { type HealthCheck, isShort, type Probe } from "./probe_fields.ts";

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
