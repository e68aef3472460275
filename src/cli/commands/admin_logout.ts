import type { Define } from "../command.ts";
import { say } from "../next_step.ts";
import { forgetPlatformLogin } from "../session_keeping/platform_login.ts";

export const define: Define = (command, { out, world }) =>
  command.action(() => {
    const there = forgetPlatformLogin(world);
    say(out, there ? "the platform's backend is forgotten here" : "no login: nothing to end");
    say(out, "AWS credentials are AWS's own to end: aws sso logout, or unset them");
  });
