import { choice, integer, list, object, text } from "../schema/field.ts";
import { defineKind } from "./kind.ts";
import { configFiles } from "./shapes/container/config_files.ts";
import { discovery, serviceDiscovery } from "./shapes/container/discovery.ts";
import {
  allowExec,
  deployment,
  ecsService,
  EXEC_STATEMENT,
} from "./shapes/container/ecs_service.ts";
import { checkContainer, containerFields } from "./shapes/container/fields.ts";
import { loadBalancer as balance, targets } from "./shapes/container/load_balancer.ts";
import { checkLoadBalancer, loadBalancer } from "./shapes/container/load_balancer_fields.ts";
import { checkProbes, healthCheck, probesOf } from "./shapes/container/probe.ts";
import { autoscaling, checkScaling, replicas, scale } from "./shapes/container/scaling.ts";
import { task } from "./shapes/container/task.ts";
import { placement } from "./shapes/placement.ts";
import { allow } from "./shapes/security_group.ts";

const ports = list(
  object({
    name: text({
      doc: "Name of the port",
      pattern: /^[a-z0-9][a-z0-9_-]{0,63}$/,
      hint: "lower-case letters, digits, _ and -",
      example: "http",
    }),
    port: integer({
      doc: "Port that the program listens on",
      required: true,
      min: 1,
      max: 65_535,
      aliases: ["containerPort"],
      example: 8080,
    }),
    protocol: choice(["tcp", "udp"], { doc: "Protocol", default: "tcp" }),
  }, { doc: "One port", shorthand: "port" }),
  { doc: "Ports that the program listens on", unique: "port", default: [], max: 100 },
);

export const microService = defineKind({
  name: "MicroService",
  group: "Containers",
  summary: "Long-running containers that answer requests (Amazon ECS on Fargate)",
  fields: {
    ...containerFields,
    ports,
    healthCheck,
    replicas,
    autoscaling,
    loadBalancer,
    serviceDiscovery,
    deployment,
    allowExec,
  },
  outputs: {
    url: {
      doc: "Where clients find it: the load balancer, else its private name; empty without either",
    },
    endpoint: {
      doc: "host:port for the stack's other components: the private name, else the load balancer",
    },
    loadBalancerUrl: { doc: "URL of the load balancer; empty without one" },
    targetGroupArn: { doc: "ARN of the target group; empty without a load balancer" },
    listenerArn: {
      doc: "ARN of its load balancer's listener, for an APIGateway; empty without one of its own",
    },
    serviceArn: { doc: "ARN of the ECS service", aliases: ["arn"] },
    serviceName: { doc: "Name of the ECS service", aliases: ["name"] },
    clusterArn: { doc: "ARN of the ECS cluster" },
    taskDefinitionArn: { doc: "ARN of the task definition, with its revision" },
    logGroup: { doc: "Log group of its containers" },
  },
  holdsData: false,
  proof: { level: "emulator", note: "tasks are only said to run" },
  example: `image:
  repository: nginx
  tag: "1.27"
runtime:
  cpu: 256
  memory: 512
ports:
  - name: http
    port: 80
healthCheck:
  readiness:
    http: {path: /}
replicas: 2
loadBalancer:
  internal: true`,
  check(spec, report) {
    const probes = probesOf(spec.healthCheck);
    checkContainer(spec, report);
    checkProbes(spec.healthCheck, report);
    checkScaling(spec, report);
    checkLoadBalancer(spec, probes, report);
    spec.autoscaling?.policies.forEach(({ metric }, i) => {
      if (metric !== "requests") return;
      const balancer = spec.loadBalancer;
      if (balancer?.enabled && !balancer.shared && balancer.type === "application") return;
      report({
        code: "application-only",
        path: ["autoscaling", "policies", i, "metric"],
        at: "value",
        summary: "requests can't be counted without an application load balancer",
        why: `the component has no "loadBalancer" of that type`,
        fix: "add a loadBalancer of its own, or choose metric: cpu or memory",
      });
    });
  },
  files: (spec) => configFiles(spec.configs),
  balances: ({ loadBalancer: own }) => own !== undefined && own.enabled && !own.shared,
  render(c) {
    const { spec } = c;
    const { readiness, liveness } = probesOf(spec.healthCheck);
    const running = task(c, {
      ports: spec.ports,
      // A program to run can only be run inside.
      liveness: liveness ?? (readiness?.exec && readiness),
      statements: spec.allowExec ? [EXEC_STATEMENT] : [],
    });
    const port = spec.loadBalancer?.port ?? spec.ports[0]?.port;
    const front = spec.loadBalancer?.enabled && port !== undefined ? spec.loadBalancer : undefined;
    const balanced = front && !front.shared
      ? balance(c, front, { port: port!, tasks: running.group, readiness })
      : undefined;
    // The provider waits until a listener forwards to the group, which AWS wants before the service.
    const targetGroup = balanced?.targetGroup ??
      (front && targets(c, front, port!, readiness));
    const found = spec.serviceDiscovery?.enabled
      ? discovery(c, spec.serviceDiscovery, placement(c, running.group).vpcId)
      : undefined;
    if (found) {
      const vpc = c.network().vpcCidr as string;
      for (const { port, protocol } of spec.ports) {
        allow(c, `from-vpc-${port}`, {
          into: running.group.id,
          from: { cidr: vpc },
          port,
          protocol,
        });
      }
    }
    const service = ecsService(c, running, {
      balanced: targetGroup && { targetGroup, ready: balanced?.ready ?? [] },
      port,
      registry: found?.registry,
      graceSeconds: readiness?.initialDelaySeconds,
    });
    if (spec.autoscaling?.enabled) {
      scale(c, { cluster: running.cluster, service }, spec.autoscaling, {
        requests: balanced?.requestLabel,
      });
    }
    const at = port === undefined ? "" : `:${port}`;
    const endpoint = found
      ? `${found.host}${at}`
      : balanced
      ? { $join: [balanced.host, balanced.at] }
      : "";
    return {
      outputs: {
        url: balanced?.url ?? (found ? `http://${found.host}${at}` : ""),
        endpoint,
        loadBalancerUrl: balanced?.url ?? "",
        targetGroupArn: targetGroup?.attr("arn") ?? "",
        listenerArn: balanced?.ready[0]?.attr("arn") ?? "",
        serviceArn: service.id,
        serviceName: service.attr("name"),
        clusterArn: running.cluster.attr("arn"),
        taskDefinitionArn: running.definition.attr("arn"),
        logGroup: running.logGroup.attr("name"),
      },
      listener: running.listener,
    };
  },
});
