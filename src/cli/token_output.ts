import type { GivenToken } from "../tenant/make_tenant.ts";
import type { Context } from "./command.ts";
import { absolute } from "./paths.ts";
import type { World } from "./world.ts";

export type NamedToken = GivenToken & { name: string };

/** Where tokens go, and what else the document says. */
export interface TokenOutput {
  schema: string;
  /** Whether lines name whose token they hold. */
  batch?: boolean;
  tokenFile?: string;
  /** Of tenants that got none. */
  others?: readonly Record<string, unknown>[];
}

/** Writes the tokens that there are so far into the file that only its owner may read, where one is named. */
export function writeTokens(
  { write, cwd }: Pick<World, "write" | "cwd">,
  given: readonly NamedToken[],
  { batch = false, tokenFile }: Pick<TokenOutput, "batch" | "tokenFile">,
): void {
  if (tokenFile === undefined || given.length === 0) return;
  write(absolute(cwd, tokenFile), lines(given, batch), 0o600);
}

const lines = (given: readonly NamedToken[], batch: boolean): string =>
  given.map(({ name, text }) => batch ? `${name}\t${text}\n` : `${text}\n`).join("");

/** Shows tokens, once: on stdout alone, or in a file that only its owner may read. */
export async function giveTokens(
  { out, world }: Context,
  given: readonly NamedToken[],
  { schema, batch = false, tokenFile, others = [] }: TokenOutput,
): Promise<void> {
  writeTokens(world, given, { batch, tokenFile });
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
    out.text(lines(given, batch));
    out.say(
      `this is the only time that the ${tokens} can be shown: nothing keeps ${
        given.length > 1 ? "them" : "it"
      }. hand over by a password manager, not by mail or chat`,
    );
  } else out.say(`the ${tokens} can be read in ${tokenFile}, by you alone, and nowhere else`);
  out.say(`next, for the team: panka login --tenant ${given.length > 1 ? "NAME" : given[0]!.name}`);
}
