import type { GivenToken } from "../tenant/make_tenant.ts";
import type { Context } from "./command.ts";
import { say } from "./next_step.ts";
import { absolute } from "./paths.ts";

/** Where tokens go, and what else the document says. */
export interface TokenOutput {
  schema: string;
  tokenFile?: string;
  /** Of tenants that got none. */
  others?: readonly Record<string, unknown>[];
}

/** Shows tokens, once: on stdout alone, or in a file that only its owner may read. */
export async function giveTokens(
  { out, world }: Context,
  given: readonly (GivenToken & { name: string })[],
  { schema, tokenFile, others = [] }: TokenOutput,
): Promise<void> {
  const several = given.length + others.length > 1;
  const line = ({ name, text }: { name: string; text: string }) =>
    several ? `${name}\t${text}\n` : `${text}\n`;
  if (tokenFile !== undefined && given.length > 0) {
    world.write(absolute(world.cwd, tokenFile), given.map(line).join(""), 0o600);
  }
  if (out.format !== "table") {
    const tenants = given.map(({ name, text, entry }) => ({
      name,
      outcome: "made",
      ...tokenFile === undefined && { token: text },
      credential: entry,
    }));
    return await out.document({ schema, tenants: [...tenants, ...others] });
  }
  if (given.length === 0) return;
  const tokens = given.length > 1 ? "tokens" : "token";
  if (tokenFile === undefined) {
    out.text(given.map(line).join(""));
    say(
      out,
      `this is the only time that the ${tokens} can be shown: nothing keeps ${
        given.length > 1 ? "them" : "it"
      }. hand over by a password manager, not by mail or chat`,
    );
  } else say(out, `the ${tokens} can be read in ${tokenFile}, by you alone, and nowhere else`);
  say(
    out,
    `next, for the team: panka login --tenant ${given.length > 1 ? "NAME" : given[0]!.name}`,
  );
}
