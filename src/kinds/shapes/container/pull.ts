import type { RenderContext } from "../../render.ts";
import { partition } from "../../../ports/partition.ts";
import { secretStatements } from "../secret.ts";
import type { Statement } from "../statement.ts";
import type { Image } from "./image.ts";

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
