import type { Unit } from "../engine/port.ts";
import { DEPLOYMENT_FILE, type Exported } from "../engine/pulumi/export.ts";
import { AWS_PLUGIN_VERSION } from "../engine/pulumi/program.ts";
import { PROJECT } from "../engine/pulumi/urn.ts";
import type { Stack } from "../stack/model.ts";
import type { Backend } from "./backend.ts";
import { shellWord } from "./next_step.ts";

interface About extends Pick<Exported, "secrets">, Pick<Backend, "passphraseCommand"> {
  stack: Pick<Stack, "name" | "environment" | "region">;
  unit: Pick<Unit, "name" | "checkpoint">;
}

/** What stands beside an exported program: how the Pulumi CLI takes over what is deployed. */
export function exportReadme({ stack, unit, secrets, passphraseCommand }: About): string {
  const { name, environment, region } = stack;
  const { checkpoint } = unit;
  const configured = secrets.map(({ name, path, key }) =>
    `pulumi config set --secret ${PROJECT}:${name} "$(aws secretsmanager get-secret-value` +
    ` --region ${region} --secret-id ${shellWord(path)} --query SecretString --output text |` +
    ` jq -r ${shellWord(`.[${JSON.stringify(key)}]`)})"`
  );
  const adopt = [
    ...checkpoint ? [`export PULUMI_CONFIG_PASSPHRASE="$(${passphraseCommand})"`] : [],
    `pulumi stack init ${unit.name} --secrets-provider passphrase`,
    ...configured,
    ...checkpoint ? [`pulumi stack import --file ${DEPLOYMENT_FILE}`] : [],
    "pulumi preview --diff",
  ];
  return `# ${name} in ${environment}, as a Pulumi program

Written by \`panka export pulumi\`: the program that panka itself runs (\`Main.yaml\`, JSON that is
YAML as well), for the Pulumi CLI and version ${AWS_PLUGIN_VERSION} of its AWS plugin. It needs no panka.

${
    checkpoint
      ? `\`${DEPLOYMENT_FILE}\` is what Pulumi knows of what is deployed; secrets in it are encrypted with the
passphrase that the first line below reads. Keep the name of the project (\`${PROJECT}\`) and of the stack
(\`${unit.name}\`): they are part of every resource's identity.`
      : "Nothing of it is deployed through Pulumi yet, so there is no state to take over."
  }

After \`pulumi login\` to where Pulumi is to keep its state, in this folder, with credentials for AWS:

\`\`\`sh
${adopt.join("\n")}
\`\`\`

${
    checkpoint
      ? "The preview says that nothing changes where the folder of the stack says what was deployed. "
      : ""
  }No value of a secret is written
here: the program reads secrets from Secrets Manager${
    secrets.length ? ", and single keys of them from its configuration" : ""
  } when it runs.

From the first \`pulumi up\` on, deploy with Pulumi alone: panka does not see what others change in
its resources' state.
`;
}
