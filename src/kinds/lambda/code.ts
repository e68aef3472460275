import { type Infer, list, object, text } from "../../schema/field.ts";

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

export type Code = Infer<typeof code>;
