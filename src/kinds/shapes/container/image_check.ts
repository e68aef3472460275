import type { Problem } from "../../../schema/problem.ts";
import type { Image } from "./image.ts";

/** Whether the repository's last part has a tag of its own: "nginx:1.25", not "host:5000/nginx". */
const tagged = (repository: string) => repository.split("/").at(-1)!.includes(":");

/** Rules between the ways of naming an image. */
export function checkImage(
  image: Image,
  report: (problem: Omit<Problem, "severity" | "at">) => void,
) {
  const { repository, tag, digest } = image;
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
