import { createPulumiEngine, type PulumiEngineOptions } from "../../../src/engine/pulumi/engine.ts";
import type { Engine } from "../../../src/engine/port.ts";
import type { Rig } from "../../rig/rig.ts";

/** A Pulumi engine on the rig that talks to the emulator at `url`; `home` becomes its `PULUMI_HOME`. */
export function rigEngine(
  rig: Rig,
  url: string,
  home: string,
  options: Partial<PulumiEngineOptions> = {},
): Engine {
  return createPulumiEngine({
    tools: () => Promise.resolve({ pulumi: `${rig.bin}/pulumi`, home, pluginFolder: rig.bin }),
    credentials: () =>
      Promise.resolve({
        environment: { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
      }),
    passphrase: () => Promise.resolve("a passphrase for tests"),
    environment: { PATH: "/usr/bin:/bin", AWS_ENDPOINT_URL: url },
    ...options,
  });
}
