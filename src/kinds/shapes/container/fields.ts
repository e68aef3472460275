import {
  boolean,
  type InferFields,
  integer,
  list,
  object,
  reference,
  text,
} from "../../../schema/field.ts";
import { secretReference } from "../secret.ts";
import { configs } from "./config_files.ts";
import { image, pullPolicy } from "./image.ts";
import { runtime, variableName } from "./runtime.ts";

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
