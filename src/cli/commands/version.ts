import type { Define } from "../command.ts";
import { EXIT } from "../exit_code.ts";
import { VERSION } from "../version.ts";

export const define: Define = (command, { out, world }, done) =>
  command.action(() => {
    if (out.format === "table") {
      out.text(`panka ${VERSION} (${world.platform.os} ${world.platform.arch})`);
    } else {done(
        out.document({ schema: "panka/version@1", version: VERSION, ...world.platform }).then(
          () => EXIT.done,
        ),
      );}
  });
