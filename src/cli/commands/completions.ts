import { Argument } from "@commander-js/extra-typings";
import type { Define } from "../command.ts";
import { SCRIPTS } from "../completion/scripts.ts";

type Shell = keyof typeof SCRIPTS;

/** What to write into which file, once. */
const INSTALL: Record<Shell, string> = {
  bash: "echo 'source <(panka completions bash)' >> ~/.bashrc",
  zsh: "echo 'source <(panka completions zsh)' >> ~/.zshrc",
  fish: "panka completions fish > ~/.config/fish/completions/panka.fish",
  powershell: "panka completions powershell >> $PROFILE",
};

export const define: Define = (command, { out, world }) =>
  command
    .addArgument(
      new Argument("<shell>", "which shell's script to print").choices(
        Object.keys(SCRIPTS) as Shell[],
      ),
    )
    .action((shell) => {
      out.text(SCRIPTS[shell]);
      // Only a person who looks at the script needs to be told what it is for.
      if (world.terminal.stdout) out.hint(`next: ${INSTALL[shell]}`);
    });
