import { choice, component, list, object, text } from "../../schema/field.ts";
import { BUCKET_EVENTS } from "../s3/event_fields.ts";

export const source = object({
  component: component({
    doc: "Component that calls the function",
    kinds: ["SQS", "SNS", "S3", "DynamoDB", "EventBridge", "APIGateway"],
  }),
  arn: text({
    doc: "ARN of something outside this stack that calls it: a queue, a topic, a stream",
    reference: true,
  }),
}, {
  doc: "What calls the function",
  shorthand: "component",
  exactlyOne: [["component"], ["arn"]],
});

export const http = object({
  method: choice(["ANY", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"], {
    doc: "HTTP method",
    default: "ANY",
  }),
  path: text({
    doc: "Path of the route; {name} stands for a part, {name+} for the rest",
    pattern: /^\/[\w\-./{}+~]*$/,
    hint: "a path that starts with a slash",
    default: "/{proxy+}",
  }),
}, { doc: "apigateway: route of an HTTP API", shorthand: "path" });

export const s3 = object({
  events: list(
    choice(BUCKET_EVENTS, { doc: "Event" }),
    { doc: "Events of the bucket", default: ["s3:ObjectCreated:*"], min: 1, unique: "" },
  ),
  prefix: text({ doc: "Only objects whose key starts with this" }),
  suffix: text({ doc: "Only objects whose key ends with this" }),
}, {
  doc:
    "s3: which events of the bucket; they must not overlap with what others are told of, in its notifications or by their triggers",
});
