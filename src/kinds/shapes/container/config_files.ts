import { type Infer, list, object, text } from "../../../schema/field.ts";
import type { FileUse } from "../../kind.ts";
import type { RenderContext } from "../../render.ts";

/**
 * Bytes of all files together. They travel in the task definition, of which
 * Amazon ECS takes 64 KiB in all (RegisterTaskDefinition): half of it, a quarter of
 * which is lost to base64.
 */
const MAX_CONFIG_BYTES = 24 * 1024;

export const configs = object({
  mountPath: text({
    doc: "Folder in the container where the files are, read only",
    required: true,
    pattern: /^\/[\w\-./]+$/,
    hint: "an absolute path",
    example: "/etc/app",
  }),
  files: list(
    text({
      doc: "File below the service's folder config/",
      pattern: /^(?!\/)(?!.*\.\.)[\w\-./]+$/,
      hint: "a relative path without ..",
    }),
    { doc: "Files to mount; 24 KiB in all", required: true, min: 1, max: 50, unique: "" },
  ),
}, { doc: "Plain files, mounted read only" });

export type Configs = Infer<typeof configs>;

export const configFiles = (configs: Configs | undefined): FileUse[] =>
  (configs?.files ?? []).map((file, i) => ({
    name: file,
    as: "text",
    most: MAX_CONFIG_BYTES,
    path: ["configs", "files", i],
  }));

/** Name of the volume that the writer fills and the component reads. */
export const CONFIG_VOLUME = "config";
const WRITER = "config";

/** A container that writes the files to the shared volume, and ends before the component starts. */
export function configWriter(
  c: RenderContext<unknown>,
  { mountPath, files }: Configs,
  logConfiguration: object,
) {
  const encoder = new TextEncoder();
  const script = files.map((file, i) => {
    const folder = `${mountPath}/${file}`.replace(/\/[^/]*$/, "");
    return `mkdir -p '${folder}' && printf %s "$F${i}" | base64 -d > '${mountPath}/${file}'`;
  });
  return {
    container: {
      name: WRITER,
      // From AWS's public registry: no pull limit as on Docker Hub.
      image: "public.ecr.aws/docker/library/busybox:1.37.0",
      essential: false,
      entryPoint: ["/bin/sh", "-ec"],
      command: [script.join(" && ")],
      environment: files.map((file, i) => ({
        name: `F${i}`,
        value: base64(encoder.encode(c.file(file))),
      })),
      mountPoints: [{ sourceVolume: CONFIG_VOLUME, containerPath: mountPath, readOnly: false }],
      logConfiguration,
    },
    dependsOn: [{ containerName: WRITER, condition: "SUCCESS" }],
    mountPoint: { sourceVolume: CONFIG_VOLUME, containerPath: mountPath, readOnly: true },
  };
}

const base64 = (bytes: Uint8Array) =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
