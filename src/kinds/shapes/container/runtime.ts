import { boolean, choice, integer, object, text } from "../../../schema/field.ts";
import { CPU_SIZES, MAX_MEMORY, parseCpu, parseMemory } from "./size.ts";

export const variableName = {
  pattern: /^[A-Za-z_][\w.-]*$/,
  hint: "letters, digits and _.-, not starting with a digit",
} as const;

export const runtime = object({
  platform: choice(["fargate", "ec2"], {
    doc: "fargate: AWS's machines; ec2: machines of the component's own, as many as its tasks need",
    default: "fargate",
  }),
  cpu: integer({
    doc: "CPU units per task; 1024 are one vCPU",
    oneOf: CPU_SIZES,
    default: 256,
    parse: parseCpu,
    spellings: '"0.25 vCPU", "250m"',
  }),
  memory: integer({
    doc: "Memory per task, raised to what goes with cpu; default: the least that does",
    unit: "MiB",
    min: 1,
    max: MAX_MEMORY,
    parse: parseMemory,
    spellings: '"512Mi", "1Gi"',
    example: 512,
  }),
  architecture: choice(["x86_64", "arm64"], {
    doc: "Processor that the image is built for",
    default: "x86_64",
    spellings: { amd64: "x86_64", arm: "arm64" },
  }),
  ephemeralStorageGB: integer({
    doc: "Disk of a task, gone with it",
    unit: "GiB",
    min: 21,
    max: 200,
  }),
  spot: boolean({
    doc: "Run on spare capacity: up to 70 % cheaper, stopped with two minutes' notice",
    default: false,
  }),
  instanceType: text({
    doc: "ec2: type of its machines; t3.medium when absent",
    pattern: /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/,
    hint: "a type such as t3.medium",
  }),
  maxInstances: integer({ doc: "ec2: most machines; 10 when absent", min: 1, max: 500 }),
  launchType: text({ doc: "Launch type of ECS", ignored: "platform decides it" }),
  networkMode: text({ doc: "Network mode of ECS", ignored: "it is always awsvpc" }),
}, { doc: "Processor and memory of each task", default: {} });
