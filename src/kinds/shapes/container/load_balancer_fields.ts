import { boolean, choice, type Infer, integer, object, text } from "../../../schema/field.ts";
import { allowedCIDRs, certificateField } from "../balancer/fields.ts";

export const loadBalancer = object({
  enabled: boolean({ doc: "Put a load balancer in front of the tasks", default: true }),
  type: choice(["application", "network"], {
    doc: "application for HTTP, network for any TCP",
    default: "application",
    spellings: { alb: "application", nlb: "network" },
    replaces: "AWS can't change the type of a load balancer",
  }),
  shared: boolean({
    doc: "No balancer of its own: an ALB or NLB component forwards to the tasks",
    default: false,
  }),
  internal: boolean({
    doc: "Reachable from the VPC only",
    default: false,
    replaces: "AWS can't move a load balancer between public and private",
  }),
  port: integer({
    doc: "Container port that gets the traffic; default: the first of ports",
    min: 1,
    max: 65_535,
  }),
  certificateArn: certificateField(
    "ACM certificate: the balancer then speaks TLS on 443, and sends HTTP there",
  ),
  hostname: text({
    doc: "application: only requests for this host get through; others get 404",
    pattern: /^[\w*?.-]{1,128}$/,
    hint: "a host name of at most 128 characters",
    example: "api.example.com",
  }),
  path: text({
    doc: "application: only requests for this path get through (/api/*); others get 404",
    pattern: /^\/[\w\-.$/~"'@:+&*?]{0,127}$/,
    hint: "a path pattern of at most 128 characters",
    example: "/api/*",
  }),
  allowedCIDRs,
  idleTimeoutSeconds: integer({
    doc: "application: how long a quiet connection stays open",
    unit: "seconds",
    min: 1,
    max: 4000,
    default: 60,
  }),
  deregistrationDelaySeconds: integer({
    doc: "How long a task that is to stop may finish its requests",
    unit: "seconds",
    min: 0,
    max: 3600,
    default: 30,
  }),
  stickySeconds: integer({
    doc: "How long a client stays with one task",
    unit: "seconds",
    min: 1,
    max: 604_800,
  }),
}, { doc: "What spreads requests over the tasks" });

export type LoadBalancer = Infer<typeof loadBalancer>;
