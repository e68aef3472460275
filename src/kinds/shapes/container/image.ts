import { partition } from "../../../ports/partition.ts";
import { type Infer, object, text } from "../../../schema/field.ts";
import type { RenderContext } from "../../render.ts";
import type { Report } from "../../report.ts";
import { secretReference, secretStatements } from "../secret.ts";
import type { Statement } from "../statement.ts";

export const pullPolicy = text({
  doc: "When the image is pulled",
  ignored: "Fargate pulls the image for every task that it starts",
});

export const image = object({
  repository: text({
    doc: "Image without its tag: a Docker Hub name, or registry/name",
    required: true,
    pattern: /^[a-z0-9]([\w.\-/:]*[\w])?$/i,
    hint: 'the name of an image, such as "nginx" or "registry.example.com/team/api"',
    example: "123456789012.dkr.ecr.us-east-1.amazonaws.com/api",
  }),
  tag: text({
    doc: "Tag of the image; one that is never moved makes a rollback exact",
    pattern: /^\w[\w.-]{0,127}$/,
    hint: "1 to 128 letters, digits and _.-",
    example: "1.0.0",
  }),
  digest: text({
    doc: "Digest of the image, in place of its tag",
    pattern: /^sha256:[0-9a-f]{64}$/,
    hint: "sha256: and 64 hexadecimal digits",
  }),
  pullPolicy,
  pullSecret: text({
    doc: 'Secret with {"username", "password"} of a private registry, in Secrets Manager',
    ...secretReference,
  }),
}, {
  doc: "Container image",
  required: true,
  atMostOne: ["tag", "digest"],
  shorthand: "repository",
});

type Image = Infer<typeof image>;

/** Whether the repository's last part has a tag of its own: "nginx:1.25", not "host:5000/nginx". */
const tagged = (repository: string) => repository.split("/").at(-1)!.includes(":");

/** Rules between the ways of naming an image. */
export function checkImage({ repository, tag, digest }: Image, report: Report): void {
  if (tagged(repository) ? tag !== undefined || digest !== undefined : !tag && !digest) {
    const twice = tagged(repository);
    report({
      code: twice ? "exclusive-fields" : "missing-field",
      path: ["image", ...(twice ? ["repository"] : [])],
      summary: twice ? `"image" has two tags` : `"image" needs "tag"`,
      why: twice
        ? `"${repository}" has one already`
        : "without a tag, what runs would change with every new task",
      fix: twice ? `remove the tag from "repository"` : "add tag: 1.0.0",
    });
  }
}

/** The image as Amazon ECS takes it. */
export function imageName({ repository, tag, digest }: Image): string {
  if (digest !== undefined) return `${repository}@${digest}`;
  return tag === undefined ? repository : `${repository}:${tag}`;
}

/** What the execution role needs to pull the image. */
export function pullStatements(c: RenderContext<unknown>, image: Image): Statement[] {
  const ecr = /^(\d{12})\.dkr\.ecr\.([\w-]+)\.amazonaws\.com(?:\.cn)?\/([^:]+)/.exec(
    image.repository,
  );
  const statements = secretStatements(c, image.pullSecret ? [image.pullSecret] : []);
  if (!ecr) return statements;
  const [, account, region, name] = ecr;
  return [
    ...statements,
    // AWS offers no narrower resource for this action.
    { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
    {
      actions: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
      ],
      resources: [`arn:${partition(region!)}:ecr:${region}:${account}:repository/${name}`],
    },
  ];
}
