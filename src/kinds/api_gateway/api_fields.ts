import { boolean, type InferFields, list, object, text } from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { authorizer, route } from "./fields.ts";
import { cors, domain, throttle } from "./settings.ts";

export const apiFields = {
  routes: list(route, { doc: "Who answers which requests", default: [], max: 300 }),
  cors,
  authorizers: list(authorizer, {
    doc: "What decides who may call",
    default: [],
    max: 10,
    unique: "name",
  }),
  defaultAuthorizer: text({
    doc: "Who may call routes that say nothing: the name of an authorizer, iam, or none",
    default: "none",
  }),
  domain,
  disableDefaultEndpoint: boolean({
    doc: "Answer by the domain's name only",
    default: false,
  }),
  throttle,
  accessLogs: object({
    enabled: boolean({ doc: "Write a line for each request to CloudWatch", default: true }),
  }, { doc: "Log of requests", default: {} }),
  detailedMetrics: boolean({
    doc: "Count requests by route, which CloudWatch bills",
    default: false,
  }),
};

export type ApiSpec = InferFields<typeof apiFields> & CommonSpec;
