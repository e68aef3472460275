import type { Engine } from "../engine/port.ts";
import type { Stack } from "../stack/model.ts";
import type { Backend } from "./backend.ts";
import { pankaFolder } from "./backend.ts";
import type { Context } from "./command.ts";
import { Failure } from "./failure.ts";

/** The engine that makes a stack true: Pulumi, with what it needs found or installed at its first run. */
export async function openEngine(
  { world, out }: Context,
  stack: Stack,
  backend: Backend,
): Promise<Engine> {
  if (stack.provider === "sandbox") {
    throw new Failure({
      code: "not-built",
      summary: "the sandbox is not built yet",
      fix: "use provider: {name: aws}, or panka plan --offline to see what would happen",
    }, 64);
  }
  const [{ createPulumiEngine }, { findPulumi }, { filePassphrase }] = await Promise.all([
    import("../engine/pulumi/engine.ts"),
    import("../engine/pulumi/install.ts"),
    import("../engine/pulumi/passphrase_file.ts"),
  ]);
  const environment = Deno.env.toObject();
  const cache = world.env("XDG_CACHE_HOME") ??
    (world.home ? `${world.home}/.cache` : `${pankaFolder(stack)}/cache`);
  return createPulumiEngine({
    tools: () =>
      findPulumi({
        environment,
        cache: `${cache}/panka`,
        onProgress: (p) =>
          out.note(
            `installing ${p.step === "pulumi" ? "Pulumi" : "Pulumi's AWS plugin"} ${p.version}`,
          ),
      }),
    credentials: () =>
      Promise.resolve(
        Object.fromEntries(Object.entries(environment).filter(([name]) => name.startsWith("AWS_"))),
      ),
    passphrase: () => filePassphrase(`${backend.folder ?? pankaFolder(stack)}/engine-key`),
    environment,
  });
}
