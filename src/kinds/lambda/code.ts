import type { FunctionArgs } from "@pulumi/aws/lambda/function.d.ts";
import type { Properties } from "../../engine/resource.ts";
import { type Infer, list, object, text } from "../../schema/field.ts";
import type { FileUse } from "../kind.ts";
import type { RenderContext } from "../render.ts";

export const code = object({
  s3Bucket: text({ doc: "Bucket that holds the zip file", reference: true }),
  s3Key: text({ doc: "Key of the zip file", maxLength: 1024, example: "api/1.0.0.zip" }),
  s3ObjectVersion: text({
    doc: "Version of the zip file, so that a new one under the same key is a change",
  }),
  zipFile: text({
    doc: "The source itself, one file; for Node.js and Python",
    // 4 KiB in CloudFormation; longer code is better kept in files.
    maxLength: 4096,
    hint: "source code of at most 4096 characters",
  }),
  imageUri: text({
    doc: "Container image in ECR, in place of runtime and handler",
    reference: true,
    example: "123456789012.dkr.ecr.us-east-1.amazonaws.com/worker:1.0.0",
  }),
  path: text({
    doc: "Folder or zip file beside the YAML, zipped and uploaded by panka",
    example: "functions/resize",
  }),
}, {
  doc: "Where the program is",
  required: true,
  exactlyOne: [["s3Bucket", "s3Key"], ["zipFile"], ["imageUri"], ["path"]],
});

export const imageConfig = object({
  command: list(text({ doc: "One argument" }), { doc: "Arguments in place of the image's" }),
  entryPoint: list(text({ doc: "Program, or one argument" }), {
    doc: "Program in place of the image's",
  }),
  workingDirectory: text({ doc: "Folder that the program starts in" }),
}, { doc: "With imageUri: what the image runs" });

type Code = Infer<typeof code>;

export const codeFiles = ({ path }: Code): FileUse[] =>
  path === undefined ? [] : [{ name: path, as: "archive", path: ["code", "path"] }];

/** The program as the provider takes it. */
export function codeProperties(
  c: RenderContext<{ code: Code; runtime?: string; handler?: string }>,
): Partial<Properties<FunctionArgs>> {
  const { code, runtime = "", handler = "" } = c.spec;
  if (code.path !== undefined) return { code: c.archive(code.path) };
  if (code.zipFile !== undefined) {
    return {
      code: { $inlineArchive: { [inlineName(runtime, handler, code.zipFile)]: code.zipFile } },
    };
  }
  if (code.imageUri !== undefined) return { imageUri: c.value(code.imageUri) };
  return {
    s3Bucket: c.value(code.s3Bucket!),
    s3Key: code.s3Key,
    s3ObjectVersion: code.s3ObjectVersion,
  };
}

/** Runtimes that run a source file as it is. */
export const runsSource = (runtime: string): boolean => /^(nodejs|python)/.test(runtime);

/** The file that the handler is looked for in: index.handler is in index.js, or index.mjs for ES modules. */
function inlineName(runtime: string, handler: string, source: string): string {
  const module = handler.replace(/\.[^.]*$/, "") || "index";
  if (runtime.startsWith("python")) return `${module}.py`;
  return /^\s*(export|import)\b/m.test(source) ? `${module}.mjs` : `${module}.js`;
}
