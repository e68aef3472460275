import { hostWorld } from "./src/cli/host_world.ts";
import { VERSION } from "./src/cli/version.ts";

// The one thing that scripts call most, and that needs nothing of the rest.
if (Deno.args.length === 1 && /^(version|--version|-V)$/.test(Deno.args[0]!)) {
  const { os, arch } = Deno.build;
  console.log(`panka ${VERSION} (${os} ${arch})`);
} else {
  const { run } = await import("./src/cli/run.ts");
  Deno.exit(await run(Deno.args, hostWorld()));
}
