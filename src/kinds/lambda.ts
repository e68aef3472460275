import { defineKind } from "./kind.ts";
import { checkLambda } from "./lambda/check.ts";
import { codeFiles } from "./lambda/code.ts";
import { lambdaFields } from "./lambda/fields.ts";
import { renderFunction } from "./lambda/function.ts";
import { checkUses } from "./lambda/uses.ts";

export const lambda = defineKind({
  name: "Lambda",
  group: "Containers",
  summary: "Function that runs when something calls it (AWS Lambda)",
  fields: lambdaFields,
  outputs: {
    functionName: { doc: "Name of the function", aliases: ["name"] },
    functionArn: { doc: "ARN of the function", aliases: ["arn"] },
    invokeArn: { doc: "ARN that API Gateway calls it by" },
    url: { doc: "Its HTTPS address: the function URL, else the HTTP API; empty without either" },
    logGroup: { doc: "Log group that it writes to" },
  },
  holdsData: false,
  proof: {
    level: "emulator",
    note: "never invoked; on the emulator nothing allows calls by way of a public URL",
  },
  example: `runtime: nodejs22.x
handler: index.handler
code:
  zipFile: "exports.handler = async () => ({ statusCode: 200 })"
memory: 256
timeout: 60
triggers:
  - type: eventbridge
    schedule: rate(5 minutes)`,
  check: checkLambda,
  checkUses,
  files: (spec) => codeFiles(spec.code),
  render: renderFunction,
  access(outputs, { mode }) {
    if (mode === "consume") return [];
    const { functionArn } = outputs;
    return [{
      actions: ["lambda:InvokeFunction"],
      resources: [functionArn, { $join: [functionArn, ":*"] }],
    }];
  },
});
