import { fileURLToPath } from "node:url";
import { findRig } from "../rig/rig.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Terraform with the AWS provider that is on this machine; nothing is downloaded. */
export interface Terraform {
  /** @throws Error with what it said */
  run(...args: string[]): Promise<string>;
}

/** Finds terraform and the provider, or says why tests that need them are to be skipped. */
export async function findTerraform(): Promise<{ mirror: string } | { missing: string }> {
  try {
    await new Deno.Command("terraform", { args: ["version"], stdout: "null" }).output();
  } catch {
    return { missing: "terraform is not on PATH" };
  }
  const rig = findRig();
  const provider = "provider" in rig ? rig.provider : await searchProvider();
  const mirror = /^(.*)\/registry\.terraform\.io\/hashicorp\/aws\//.exec(provider)?.[1];
  return mirror === undefined ? { missing: "no Terraform AWS provider in a mirror" } : { mirror };
}

/** Terraform in a copy of the module in `folder`. @param module where it is in the repository */
export async function openModule(
  folder: string,
  mirror: string,
  env: Record<string, string>,
  module = "terraform",
): Promise<Terraform> {
  for await (const { name, isFile } of Deno.readDir(ROOT + module)) {
    if (isFile && /\.(tf|json)$/.test(name)) {
      await Deno.copyFile(`${ROOT}${module}/${name}`, `${folder}/${name}`);
    }
  }
  const settings = `${folder}/cli.tfrc`;
  await Deno.writeTextFile(
    settings,
    `provider_installation {\n  filesystem_mirror {\n    path = ${
      JSON.stringify(mirror)
    }\n  }\n}\n`,
  );
  return {
    async run(...args) {
      const { success, stdout, stderr } = await new Deno.Command("terraform", {
        args: [...args, "-no-color"],
        cwd: folder,
        clearEnv: true,
        env: {
          PATH: Deno.env.get("PATH") ?? "/usr/bin:/bin",
          HOME: folder,
          TF_CLI_CONFIG_FILE: settings,
          TF_IN_AUTOMATION: "1",
          CHECKPOINT_DISABLE: "1",
          ...env,
        },
      }).output();
      const decoder = new TextDecoder();
      if (!success) {
        throw new Error(
          `terraform ${args.join(" ")}: ${decoder.decode(stdout)}${decoder.decode(stderr)}`,
        );
      }
      return decoder.decode(stdout);
    },
  };
}

async function searchProvider(): Promise<string> {
  const { stdout } = await new Deno.Command("find", {
    args: [
      ..."/ -path /proc -prune -o -type f -name terraform-provider-aws_v*".split(" "),
      "-print",
      "-quit",
    ],
    stderr: "null",
  }).output();
  return new TextDecoder().decode(stdout).trim();
}
