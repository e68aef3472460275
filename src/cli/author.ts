import type { Context } from "./command.ts";

/** Who runs this, from where: for locks, history and audit. Costs one start of git where there is one. */
export interface Author {
  user: string;
  host: string;
  ciRunUrl?: string;
  gitCommit?: string;
}

export async function whoRuns({ world }: Context, folder: string): Promise<Author> {
  const { env } = world;
  const server = env("GITHUB_SERVER_URL");
  const ciRunUrl = server
    ? `${server}/${env("GITHUB_REPOSITORY")}/actions/runs/${env("GITHUB_RUN_ID")}`
    : env("CI_JOB_URL") ?? env("BUILD_URL");
  const git = await world.run(["git", "rev-parse", "--short=12", "HEAD"], { cwd: folder });
  return {
    user: env("GITHUB_ACTOR") ?? env("GITLAB_USER_LOGIN") ?? env("USER") ?? env("USERNAME") ??
      "unknown",
    host: env("HOSTNAME") ?? Deno.hostname(),
    ciRunUrl: withoutLogin(ciRunUrl),
    gitCommit: git?.code === 0 ? git.stdout.trim() : undefined,
  };
}

/** A URL may carry a name and a password; locks, history and audit don't. */
const withoutLogin = (url: string | undefined) => url?.replace(/^(\w+:\/\/)[^/@]*@/, "$1");
