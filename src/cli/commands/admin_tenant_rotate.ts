import { Option } from "@commander-js/extra-typings";
import { fetchDocuments, parseDocuments } from "../../tenant/documents.ts";
import { SETTLED_MS } from "../../tenant/iam/operations.ts";
import { TenantRefused } from "../../tenant/refused.ts";
import { rotateToken } from "../../tenant/rotate_token.ts";
import { withKey } from "../admin.ts";
import type { Context, Define } from "../command.ts";
import { usage } from "../failure.ts";
import { examples, timespan } from "../options.ts";
import { type ActOptions, addActArguments, openAct } from "../tenant_act.ts";
import { timeText } from "../time.ts";
import { giveTokens } from "../token_output.ts";

interface Options extends ActOptions {
  keepOld?: number;
  revokeNow?: boolean;
  expires?: number;
  tokenFile?: string;
}

const DAY_MS = 24 * 3600 * 1000;

export const define: Define = (command, context, done) =>
  examples(
    addActArguments(command, "wanted")
      .addOption(
        new Option("--keep-old <time>", "how long the old token stays good (default: 24h)")
          .argParser(timespan).conflicts("revokeNow"),
      )
      .option("--revoke-now", "end all old tokens and all sessions at once")
      .option("--expires <time>", "how long the new token is good, such as 90d", timespan)
      .option("--token-file <file>", "write the token there, for you alone; print none"),
    "panka admin tenant rotate team-a",
    "panka admin tenant rotate team-a --revoke-now --reason 'the token was in a chat'",
  ).action((name, options) => done(rotate(context, name, options)));

async function rotate(context: Context, name: string, options: Options): Promise<void> {
  const { out, world } = context;
  const { revokeNow, tokenFile, keepOld = DAY_MS } = options;
  if (tokenFile !== undefined && world.files.stat(tokenFile)) {
    throw usage(`"${tokenFile}" is there already`, "name a new file for the token");
  }
  const { admin, audit } = await openAct(context, "rotate", name, options);
  const texts = await fetchDocuments(admin.ports.store, name);
  if (!texts) throw new TenantRefused(`there is no tenant "${name}"`, "panka admin tenant list");
  const { config } = parseDocuments(name, texts);
  if (revokeNow && out.format === "table") {
    out.say(
      `the new token follows in ${
        SETTLED_MS / 1000
      } s, when all of AWS knows that the old are over`,
    );
  }
  const given = await rotateToken(admin.ports, await withKey(admin), config, {
    old: revokeNow ? "revoke" : { keepMs: keepOld },
    expires: options.expires && world.clock.wall() + options.expires,
    audit: ({ entry }, ended) =>
      audit("rotated")({ credential: entry.id, ended: [...ended], revoked: revokeNow === true }),
  });
  if (out.format === "table") {
    out.say(
      revokeNow
        ? `all other tokens of tenant ${name}, and all its sessions, are over`
        : `the old token of tenant ${name} is good until ${
          timeText(world.clock.wall() + keepOld)
        } UTC; sessions live on`,
    );
  }
  await giveTokens(context, [{ name, ...given }], { schema: "panka/tenant-rotate@1", tokenFile });
}
