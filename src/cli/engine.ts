import type { Config } from "../config/resolve.ts";
import type { Engine } from "../engine/port.ts";
import type { Stack } from "../stack/model.ts";
import { type Backend, pankaFolder } from "./backend.ts";
import type { Context } from "./command.ts";
import { Failure } from "./failure.ts";

/** The engine that makes a stack true: Pulumi, with what it needs found or installed at its first run. */
export async function openEngine(
  { world, out }: Context,
  stack: Stack,
  config: Pick<Config, "values">,
  backend: Backend,
): Promise<Engine> {
  if (stack.provider === "sandbox") {
    throw new Failure({
      code: "not-built",
      summary: "the sandbox is not built yet",
      fix: "use provider: {name: aws}, or panka plan --offline to see what would happen",
    }, 64);
  }
  const [{ createPulumiEngine }, { findPulumi }, { openAws }] = await Promise.all([
    import("../engine/pulumi/engine.ts"),
    import("../engine/pulumi/install.ts"),
    import("../aws/open.ts"),
  ]);
  const environment = Deno.env.toObject();
  const cache = world.env("XDG_CACHE_HOME") ??
    (world.home ? `${world.home}/.cache` : `${pankaFolder(stack)}/cache`);
  const { clock, random } = world;
  return createPulumiEngine({
    tools: () =>
      findPulumi({
        option: config.values.pulumi,
        environment,
        cache: `${cache}/panka`,
        onProgress: (step) =>
          out.note(
            `installing ${
              step.step === "pulumi" ? "Pulumi" : "Pulumi's AWS plugin"
            } ${step.version}`,
          ),
      }),
    // Resolved once, by panka: SSO, OIDC and assumed roles work in the engine as they do here.
    async credentials() {
      const { credentials } = await openAws({
        region: stack.region,
        profile: stack.profile ?? config.values.profile,
        clock,
        random,
      });
      const { accessKeyId, secretAccessKey, sessionToken } = await credentials.get();
      return {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        ...(sessionToken && { AWS_SESSION_TOKEN: sessionToken }),
      };
    },
    passphrase: () => backend.passphrase(),
    environment,
  });
}
