import type { Context, Define } from "../command.ts";
import { EXIT } from "../exit_code.ts";
import { Failure } from "../failure.ts";
import type { CommonOptions } from "../options.ts";
import { Sessions } from "../session_keeping/sessions.ts";
import { wrap } from "../view/style.ts";

export const define: Define = (command, context, done) =>
  command.action((options) => done(show(context, options)));

async function show(context: Context, { tenant }: CommonOptions): Promise<void> {
  const { out, world } = context;
  const sessions = new Sessions(world);
  const one = tenant === undefined ? undefined : sessions.known(tenant);
  const found = tenant === undefined ? sessions.list() : one ? [one] : [];
  if (found.length === 0) {
    throw new Failure({
      code: "no-session",
      summary: tenant === undefined
        ? "nobody is logged in"
        : `nobody is logged in as tenant "${tenant}"`,
      fix: `panka login --tenant ${tenant ?? "NAME"}`,
    }, EXIT.denied);
  }
  if (out.format !== "table") {
    return await out.document({
      schema: "panka/session-list@1",
      sessions: found.map((session) => ({
        ...session,
        expiresAt: new Date(session.expiresAt).toISOString(),
      })),
    });
  }
  const now = world.clock.wall();
  const { colors: c, columns } = out;
  const lines = found.flatMap((session) => {
    const minutes = Math.round((session.expiresAt - now) / 60_000);
    const until = minutes > 0
      ? `${minutes} min left, then renewed while your AWS identity is good`
      : "to be renewed at the next command";
    const where = session.kept === "file"
      ? `${sessions.folder}/${session.tenant}.secret`
      : sessions.keyring?.name ?? "the keyring, which is off";
    const { bucket, table, region } = session.backend;
    const how = session.by === "token" ? "with a token" : "by AWS identity";
    return [
      c.bold(session.tenant),
      ...[
        ["role", session.roleArn],
        ["login", `${how}, ${session.loggedInAt}`],
        ["until", until],
        ["state", `s3://${bucket}, locks in ${table} (${region})`],
        ["kept in", where],
        ...session.profile === undefined ? [] : [["profile", session.profile]],
      ].map(([name, text]) => `  ${name!.padEnd(8)} ${wrap(text!, columns, " ".repeat(11))}`),
    ];
  });
  out.text(lines.join("\n"));
}
