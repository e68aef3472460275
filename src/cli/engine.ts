import { askedProfile } from "../config/asked_profile.ts";
import type { Config } from "../config/resolve.ts";
import type { Engine } from "../engine/port.ts";
import type { CloudFile } from "../engine/sandbox/cloud.ts";
import type { SandboxEngine } from "../engine/sandbox/engine.ts";
import type { Stack } from "../stack/model.ts";
import { type Backend, cacheFolder, pankaFolder } from "./backend.ts";
import type { Context } from "./command.ts";
import { usage } from "./failure.ts";
import { readOutcomes } from "./sandbox_outcomes.ts";
import type { World } from "./world.ts";

export interface EngineOptions {
  sandbox?: boolean;
  sandboxFail?: readonly string[];
}

/** The engine that makes a stack true: Pulumi, with what it needs found or installed at its first run, or the sandbox. */
export async function openEngine(
  context: Context,
  stack: Stack,
  config: Pick<Config, "values" | "sources">,
  backend: Backend,
  options: EngineOptions,
): Promise<Engine> {
  if (options.sandbox || stack.provider === "sandbox") {
    return await openSandbox(context, stack, options.sandboxFail ?? []);
  }
  if (options.sandboxFail?.length) throw usage("--sandbox-fail needs the sandbox", "add --sandbox");
  const { world, out } = context;
  const [{ createPulumiEngine }, { findPulumi }, { openTenantAws, requireLogin }] = await Promise
    .all([
      import("../engine/pulumi/engine.ts"),
      import("../engine/pulumi/install.ts"),
      import("./tenant_aws.ts"),
    ]);
  requireLogin(context, config);
  const environment = Deno.env.toObject();
  const asked = { region: stack.region, profile: askedProfile(config) };
  let opened: ReturnType<typeof openTenantAws> | undefined;
  const aws = () => opened ??= openTenantAws(context, config, asked);
  return createPulumiEngine({
    tools: () =>
      findPulumi({
        option: config.values.pulumi,
        environment,
        cache: cacheFolder(world, pankaFolder(stack)),
        onProgress: (step) =>
          out.note(
            `installing ${
              step.step === "pulumi" ? "Pulumi" : "Pulumi's AWS plugin"
            } ${step.version}`,
          ),
      }),
    // Resolved by panka: SSO, OIDC and assumed roles work in the engine as they do here, and are
    // renewed while it runs.
    async credentials() {
      const [{ credentials }, { serveCredentials }] = await Promise.all([
        aws(),
        import("../aws/credentials/serve.ts"),
      ]);
      // Without any, that is said here and not by Pulumi.
      await credentials.get();
      return serveCredentials(credentials, world.random);
    },
    passphrase: () => backend.passphrase(),
    async readSecret(path) {
      const { SecretsManager } = await import("../aws/secrets_manager.ts");
      return await new SecretsManager((await aws()).client).text(path);
    },
    finder: {
      async tagged(region, values) {
        const [{ client }, { findTagged }, { RESOURCE_TAG }] = await Promise.all([
          aws(),
          import("../aws/tagging.ts"),
          import("../engine/pulumi/resource_tag.ts"),
        ]);
        return await findTagged(client.with({ region }), RESOURCE_TAG, values);
      },
      async list(region, listing) {
        const [{ client }, { listItems }] = await Promise.all([
          aws(),
          import("../aws/listing.ts"),
        ]);
        return await listItems(client.with({ region }), listing);
      },
    },
    environment,
    runs: `${pankaFolder(stack)}/runs/${stack.environment}`,
  });
}

/** Where the simulated cloud of a stack in an environment is kept. */
export const sandboxCloudPath = (stack: Stack): string =>
  `${pankaFolder(stack)}/sandbox/cloud-${stack.environment}.json`;

/** How much of AWS's usual time the sandbox waits for; less where there are many resources, so that a second or two are enough. */
export const sandboxPace = ({ env }: Pick<World, "env">) => (resources: number): number =>
  Number(env("PANKA_SANDBOX_TIME") ?? 0.01 / Math.max(1, resources / 100));

/**
 * The sandbox, in which `failures` go wrong.
 *
 * @param file where the simulated cloud is kept, instead of beside the stack
 */
export async function openSandbox(
  { world }: Context,
  stack: Stack,
  failures: readonly string[],
  file?: CloudFile,
): Promise<SandboxEngine> {
  const [{ createSandboxEngine }, { fileCloud }, { parseFault }] = await Promise.all([
    import("../engine/sandbox/engine.ts"),
    import("../engine/sandbox/file_store.ts"),
    import("../engine/sandbox/faults.ts"),
  ]);
  const faults = failures.map((text) => {
    const fault = parseFault(text, "fail");
    if (!fault) {
      throw usage(
        `"${text}" names nothing that can fail`,
        "write --sandbox-fail SERVICE/NAME or SERVICE/NAME:create",
      );
    }
    return fault;
  });
  const set = readOutcomes(world, stack);
  for (const outcome of set) if (outcome.effect !== "takes") faults.push(outcome);
  return createSandboxEngine({
    file: file ?? fileCloud(sandboxCloudPath(stack)),
    clock: world.clock,
    timeScale: sandboxPace(world),
    faults,
    durations: set.filter((outcome) => outcome.effect === "takes"),
  });
}
