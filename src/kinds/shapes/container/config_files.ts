import { type Infer, list, object, text } from "../../../schema/field.ts";
import type { FileUse } from "../../kind.ts";
import type { RenderContext } from "../../render.ts";

/**
 * Plain files of the service's `config` folder. They travel in the task definition, of which
 * Amazon ECS takes 64 KiB in all (RegisterTaskDefinition): so they have 32 KiB, a third of
 * which is lost to base64.
 */
export const MAX_CONFIG_BYTES = 24 * 1024;

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

const source = (file: string) => `config/${file}`;

export const configFiles = (configs: Configs | undefined): FileUse[] =>
  (configs?.files ?? []).map((file, i) => ({
    name: source(file),
    as: "text",
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
  const contents = files.map((file) => new TextEncoder().encode(c.file(source(file)).text));
  const size = contents.reduce((sum, content) => sum + content.length, 0);
  if (size > MAX_CONFIG_BYTES) {
    throw new Error(
      `The config files of "${c.id}" have ${size} bytes, and 24 KiB is what a task definition has room for; keep large ones in S3 or EFS`,
    );
  }
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
      environment: contents.map((content, i) => ({
        name: `F${i}`,
        value: btoa(Array.from(content, (byte) => String.fromCharCode(byte)).join("")),
      })),
      mountPoints: [{ sourceVolume: CONFIG_VOLUME, containerPath: mountPath, readOnly: false }],
      logConfiguration,
    },
    dependsOn: [{ containerName: WRITER, condition: "SUCCESS" }],
    mountPoint: { sourceVolume: CONFIG_VOLUME, containerPath: mountPath, readOnly: true },
  };
}
