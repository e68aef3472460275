import { choice, integer, list, object, text } from "../../schema/field.ts";

const METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"] as const;

const corsFields = {
  allowedOrigins: list(
    text({ doc: "Origin, with at most one *", example: "https://example.com" }),
    {
      doc: "Sites that may use it from a browser",
    },
  ),
  allowedMethods: list(choice(METHODS, { doc: "HTTP method" }), { doc: "What they may do" }),
  allowedHeaders: list(text({ doc: "Name, with at most one *" }), {
    doc: "Headers they may send",
  }),
  exposeHeaders: list(text({ doc: "Name" }), {
    doc: "Headers they may read",
    aliases: ["exposedHeaders"],
  }),
  maxAgeSeconds: integer({
    doc: "How long a browser remembers that",
    unit: "seconds",
    min: 0,
    max: 86_400,
  }),
};

export const cors = object({
  ...corsFields,
  rules: list(object(corsFields, { doc: "Rule" }), { doc: "Several rules", min: 1, max: 100 }),
}, {
  doc: "Use from browsers: one rule, or a list of them",
  shorthand: "rules",
  exactlyOne: [["rules"], ["allowedOrigins", "allowedMethods"]],
});

export const website = object({
  indexDocument: text({ doc: "Object for a path that ends in a slash", example: "index.html" }),
  errorDocument: text({ doc: "Object for what is not there", example: "error.html" }),
  redirectAllRequestsTo: object({
    hostName: text({ doc: "Host name", required: true }),
    protocol: choice(["http", "https"], { doc: "Protocol" }),
  }, { doc: "Send every request to another host", shorthand: "hostName" }),
}, {
  doc: "Serve it as a website",
  exactlyOne: [["indexDocument"], ["redirectAllRequestsTo"]],
});
