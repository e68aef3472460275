import type { Define } from "../command.ts";
import { VERSION } from "../version.ts";

export const define: Define = (command, { out, world }, done) =>
  command.action(() => {
    const { os, arch } = world.platform;
    if (out.format === "table") out.text(`panka ${VERSION} (${os} ${arch})`);
    else done(out.document({ schema: "panka/version@1", version: VERSION, os, arch }));
  });
