import type { Clock, Random } from "../../ports/clock.ts";
import type { Send } from "../transport.ts";
import type { CredentialPorts } from "./ports.ts";

/** The credentials' ports in this process. */
export function denoCredentialPorts(
  rest: { send: Send; clock: Clock; random: Random } & Pick<CredentialPorts, "askMfaCode">,
): CredentialPorts {
  return {
    ...rest,
    env: (name) => Deno.env.get(name),
    home: Deno.env.get("HOME") ?? Deno.env.get("USERPROFILE"),
    async readText(path) {
      try {
        return await Deno.readTextFile(path);
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return undefined;
        throw error;
      }
    },
    async run([program = "", ...args], signal) {
      const child = new Deno.Command(program, {
        args,
        signal,
        stdin: "inherit",
        stdout: "piped",
        stderr: "piped",
      });
      const { code, stdout, stderr } = await child.output();
      const decoder = new TextDecoder();
      return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
    },
  };
}
