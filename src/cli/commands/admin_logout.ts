import type { Define } from "../command.ts";
import { forgetPlatformLogin } from "../session_keeping/platform_login.ts";

export const define: Define = (command, { out, world }) =>
  command.action(() => {
    const there = forgetPlatformLogin(world);
    out.say(there ? "the platform's backend is forgotten here" : "no login: nothing to end");
    out.say("AWS credentials are AWS's own to end: aws sso logout, or unset them");
  });
