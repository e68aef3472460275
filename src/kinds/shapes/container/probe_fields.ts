import { boolean, choice, type Infer, integer, list, object, text } from "../../../schema/field.ts";

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
export const isShort = (check: HealthCheck) =>
  check.path !== undefined || check.port !== undefined || check.protocol !== undefined;
