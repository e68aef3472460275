import type { FunctionArgs } from "@pulumi/aws/lambda/function.d.ts";
import type { Properties } from "../../engine/resource.ts";
import type { FileUse } from "../kind.ts";
import type { RenderContext } from "../render.ts";
import type { Code } from "./code.ts";

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
