import {
  boolean,
  choice,
  component,
  type InferFields,
  integer,
  list,
  map,
  object,
  text,
} from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { secretReference } from "../shapes/secret.ts";
import { code, imageConfig } from "./code.ts";
import { functionUrl } from "./function_url.ts";
import { triggers } from "./triggers.ts";

/** Those that AWS still creates functions for, and that the provider knows: AWS Lambda, "Lambda runtimes". */
const RUNTIMES = [
  "nodejs24.x",
  "nodejs22.x",
  "nodejs20.x",
  "nodejs18.x",
  "python3.14",
  "python3.13",
  "python3.12",
  "python3.11",
  "python3.10",
  "python3.9",
  "java25",
  "java21",
  "java17",
  "java11",
  "java8.al2",
  "dotnet10",
  "dotnet8",
  "dotnet6",
  "ruby3.4",
  "ruby3.3",
  "ruby3.2",
  "provided.al2023",
  "provided.al2",
] as const;

/** Bounds: AWS Lambda, CreateFunction and "Lambda quotas". */
export const lambdaFields = {
  runtime: choice(RUNTIMES, {
    doc: "Language runtime; not with code.imageUri",
    example: "nodejs22.x",
  }),
  handler: text({
    doc: "Function that is called, file.name; not with code.imageUri",
    pattern: /^\S{1,128}$/,
    hint: "at most 128 characters without spaces",
    example: "index.handler",
  }),
  code,
  imageConfig,
  memory: integer({
    doc: "Memory; processor time grows with it",
    unit: "MB",
    min: 128,
    max: 10_240,
    default: 128,
    aliases: ["memorySize"],
  }),
  timeout: integer({
    doc: "Longest that one call may take",
    unit: "seconds",
    min: 1,
    max: 900,
    default: 30,
  }),
  architecture: choice(["x86_64", "arm64"], {
    doc: "Processor; arm64 costs less",
    default: "x86_64",
    spellings: { amd64: "x86_64", arm: "arm64" },
  }),
  environment: map(text({ doc: "Value of the variable", reference: true }), {
    doc: "Environment variables",
    keyPattern: /^[A-Za-z_]\w*$/,
    keyHint: "letters, digits and _, not starting with a digit",
    default: {},
  }),
  secrets: list(text({ doc: "Path in Secrets Manager, or ARN", ...secretReference }), {
    doc: "Secrets that the function may read, by itself, at run time",
    unique: "",
    default: [],
  }),
  triggers,
  functionUrl,
  vpc: object({
    enabled: boolean({
      doc: "Run in the private subnets, to reach databases and caches",
      default: true,
    }),
  }, { doc: "Network of the function; without it, it is outside the VPC" }),
  reservedConcurrentExecutions: integer({
    doc: "Most calls at a time, set aside for this function; 0 stops it",
    min: 0,
    max: 100_000,
    aliases: ["reservedConcurrency"],
  }),
  ephemeralStorageMB: integer({
    doc: "Disk under /tmp",
    unit: "MB",
    min: 512,
    max: 10_240,
    default: 512,
  }),
  layers: list(
    text({
      doc: "ARN of a layer's version",
      pattern: /^arn:[\w-]+:lambda:[\w-]+:\d+:layer:[\w-]+:\d+$/,
      hint: "the ARN of a layer with its version",
    }),
    { doc: "Layers", max: 5, unique: "" },
  ),
  deadLetter: component({
    doc: "Queue or topic that gets what an asynchronous call failed on",
    kinds: ["SQS", "SNS"],
  }),
  tracing: boolean({ doc: "Sample calls with X-Ray", default: false }),
  roleArn: text({
    doc: "Role to run as; default: one made of what the function refers to",
    pattern: /^arn:[\w-]+:iam::\d{12}:role\/.+$/,
    hint: "the ARN of a role",
  }),
};

export type LambdaSpec = InferFields<typeof lambdaFields> & CommonSpec;
