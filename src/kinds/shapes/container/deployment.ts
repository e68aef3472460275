import { boolean, integer, object } from "../../../schema/field.ts";

/** Bounds: Amazon ECS, DeploymentConfiguration. */
export const deployment = object({
  minimumHealthyPercent: integer({
    doc: "Tasks that keep running while new ones start",
    unit: "percent",
    min: 0,
    max: 100,
    default: 100,
  }),
  maximumPercent: integer({
    doc: "Old and new tasks together, at most",
    unit: "percent",
    min: 100,
    max: 200,
    default: 200,
  }),
  circuitBreaker: boolean({
    doc: "Give up a deployment whose new tasks keep failing, without waiting for the timeout",
    default: true,
  }),
}, { doc: "How new tasks take over", default: {} });

/** May `panka exec` open a shell in a task. */
export const allowExec = boolean({
  doc: "Let panka exec run programs in the tasks (ECS Exec)",
  default: false,
});

/** ECS Exec's channel; AWS offers no narrower resource for these actions. */
export const EXEC_STATEMENT = {
  actions: [
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
  ],
  resources: ["*"],
};
