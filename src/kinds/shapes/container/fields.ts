import {
  boolean,
  choice,
  type InferFields,
  integer,
  list,
  object,
  reference,
  text,
} from "../../../schema/field.ts";
import type { Report } from "../../report.ts";
import { secretReference } from "../secret.ts";
import { configs } from "./config_files.ts";
import { checkImage, image, pullPolicy } from "./image.ts";
import { alternatives, CPU_SIZES, fitMemory, MAX_MEMORY, parseCpu, parseMemory } from "./size.ts";

const variableName = {
  pattern: /^[A-Za-z_][\w.-]*$/,
  hint: "letters, digits and _.-, not starting with a digit",
} as const;

const runtime = object({
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

const environment = list(
  object({
    name: text({ doc: "Name of the variable", required: true, ...variableName }),
    value: text({ doc: "Its value; empty when absent", reference: true }),
    valueFrom: reference({ doc: "Output of another component, in place of a value" }),
  }, { doc: "One variable", atMostOne: ["value", "valueFrom"] }),
  { doc: "Environment variables", unique: "name", default: [] },
);

const secrets = list(
  object({
    name: text({ doc: "Name of the secret, for people", required: true }),
    secretRef: text({
      doc: "Path in Secrets Manager, path#key for a key of a JSON secret",
      required: true,
      example: "prod/db/password",
      ...secretReference,
    }),
    envVar: text({
      doc: "Environment variable that holds it; default: the name in capitals",
      ...variableName,
    }),
  }, { doc: "One secret" }),
  { doc: "Secrets that AWS puts into the environment when a task starts", default: [] },
);

/** Fields of everything that runs a container. */
export const containerFields = {
  image,
  pullPolicy,
  runtime,
  command: list(text({ doc: "Program, or one argument" }), {
    doc: "Program to run in place of the image's entry point",
  }),
  args: list(text({ doc: "One argument" }), {
    doc: "Arguments in place of the image's command",
  }),
  environment,
  secrets,
  configs,
  user: text({ doc: "User, or user:group, that the program runs as" }),
  workingDirectory: text({ doc: "Folder that the program starts in" }),
  readOnlyRootFilesystem: boolean({
    doc: "Let the program write to mounted folders only",
    default: false,
  }),
  stopTimeoutSeconds: integer({
    doc: "Time between asking the program to stop and killing it",
    unit: "seconds",
    min: 2,
    max: 120,
    default: 30,
  }),
};

export type ContainerSpec = InferFields<typeof containerFields>;

/** The variable that holds a secret. */
export const secretVariable = ({ name, envVar }: ContainerSpec["secrets"][number]): string =>
  envVar ?? name.toUpperCase().replace(/[^A-Z0-9_]/g, "_");

/** Rules between the fields of a container. */
export function checkContainer(spec: ContainerSpec, report: Report): void {
  checkImage(spec.image, report);
  checkSize(spec.runtime, report);
  checkPlatform(spec.runtime, report);
  const taken = new Set(spec.environment.map(({ name }) => name));
  spec.secrets.forEach((secret, i) => {
    const name = secretVariable(secret);
    if (taken.has(name)) {
      report({
        code: "duplicate-item",
        path: ["secrets", i],
        at: "value",
        summary: `the environment has "${name}" twice`,
        why: "another variable or secret has that name",
        fix: `give this secret another envVar, or remove the other "${name}"`,
      });
    }
    taken.add(name);
  });
}

/** Fields of the runtime that belong to one platform. */
const ONLY = {
  fargate: ["spot", "ephemeralStorageGB"],
  ec2: ["instanceType", "maxInstances"],
} as const;

function checkPlatform(runtime: ContainerSpec["runtime"], report: Report): void {
  const other = runtime.platform === "ec2" ? "fargate" : "ec2";
  for (const field of ONLY[other]) {
    if (runtime[field] === undefined || runtime[field] === false) continue;
    report({
      code: "unused-field",
      path: ["runtime", field],
      at: "key",
      summary: `"${field}" has no meaning on platform ${runtime.platform}`,
      why: `it is for ${other}`,
      fix: `remove "${field}", or set platform: ${other}`,
    });
  }
}

function checkSize({ cpu, memory }: ContainerSpec["runtime"], report: Report): void {
  const size = fitMemory(cpu, memory);
  const path = ["runtime", "memory"];
  if (size === undefined) {
    const other = alternatives(cpu, memory!);
    report({
      code: "wrong-size",
      path,
      at: "value",
      summary: `${cpu} CPU units have at most ${other.memory} MiB of memory, not ${memory}`,
      why: "Fargate sells memory and CPU together",
      fix: other.cpu === undefined
        ? `set memory: ${other.memory}`
        : `set cpu: ${other.cpu}, or memory: ${other.memory}`,
    });
  } else if (memory !== undefined && memory !== size.memory) {
    report({
      severity: "note",
      code: "rounded",
      path,
      at: "value",
      summary: `${memory} MiB of memory become ${size.memory}, the next size with ${cpu} CPU units`,
    });
  }
}
