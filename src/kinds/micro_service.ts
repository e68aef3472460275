import { defineKind } from "./kind.ts";
import { checkMicroService } from "./micro_service/check.ts";
import { microServiceFields } from "./micro_service/fields.ts";
import { renderMicroService } from "./micro_service/render.ts";
import { configFiles } from "./shapes/container/config_files.ts";
import { serviceOutputs } from "./shapes/container/ecs_service.ts";

export const microService = defineKind({
  name: "MicroService",
  group: "Containers",
  summary: "Long-running containers that answer requests (Amazon ECS on Fargate)",
  fields: microServiceFields,
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
    ...serviceOutputs,
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
  check: checkMicroService,
  files: (spec) => configFiles(spec.configs),
  balances: ({ loadBalancer: own }) => own !== undefined && own.enabled && !own.shared,
  behind: ({ loadBalancer: own }) => own !== undefined && own.enabled && own.shared,
  render: renderMicroService,
});
