/** A Terraform folder beside which panka is measured; undefined where terraform or its provider is missing. */
export async function terraformFolder(
  folder: string,
  resources: number,
  block: (index: number) => string,
): Promise<Record<string, string> | undefined> {
  const mirror = await findMirror();
  const there = await new Deno.Command("terraform", {
    args: ["version"],
    stdout: "null",
    stderr: "null",
  }).output().catch(() => undefined);
  if (!mirror || !there) return undefined;
  await Deno.mkdir(folder, { recursive: true });
  const blocks = Array.from({ length: resources }, (_, i) => block(i));
  await Deno.writeTextFile(
    `${folder}/main.tf`,
    `terraform {\n  required_providers { aws = { source = "hashicorp/aws", version = "5.100.0" } }\n}
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}
${blocks.join("\n")}`,
  );
  const config = `${folder}/cli.tfrc`;
  await Deno.writeTextFile(
    config,
    `provider_installation {\n  filesystem_mirror { path = "${mirror}" }\n}\n`,
  );
  const env = { TF_CLI_CONFIG_FILE: config, TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1" };
  const init = await new Deno.Command("terraform", {
    args: ["init", "-input=false"],
    cwd: folder,
    env,
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!init.success) throw new Error(new TextDecoder().decode(init.stderr));
  return env;
}

/** The plugin mirror that holds the AWS provider, where the machine has one. */
async function findMirror(): Promise<string | undefined> {
  const find = new Deno.Command("find", {
    args: ["/", "-name", "terraform-provider-aws_v*", "-not", "-path", "/proc/*"],
    stderr: "null",
  });
  const { stdout } = await find.output();
  const [first] = new TextDecoder().decode(stdout).trim().split("\n");
  // MIRROR/registry/hashicorp/aws/VERSION/PLATFORM/terraform-provider-aws_v…
  return first ? first.split("/").slice(0, -6).join("/") : undefined;
}
