import { askedProfile } from "../../config/asked_profile.ts";
import type { Config } from "../../config/resolve.ts";
import type { Finding } from "../../operations/doctor/finding.ts";
import { cacheFolder, folderOf } from "../backend.ts";
import type { Context, Define, Folder } from "../command.ts";
import { readConfig } from "../config.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import { Failure } from "../failure.ts";
import { addFolderOptions, type StackOptions } from "../options.ts";
import { inFolder, stackFileIn } from "../paths.ts";
import { Sessions } from "../session_keeping/sessions.ts";
import { loadFor, stackFolder } from "../stack_command.ts";
import { VERSION } from "../version.ts";
import { findingsText } from "../view/findings.ts";
import { counted, wantsColor } from "../view/style.ts";

export const define: Define = (command, context, done) =>
  addFolderOptions(command.argument("[folder]", "stack folder (default: the nearest)"))
    .action((folder, options) => done(doctor(context, folder, options)));

async function doctor(context: Context, folder: Folder, options: StackOptions): Promise<ExitCode> {
  const { out, world } = context;
  const config = readConfig(context, folder, options);
  const root = stackFolder(context, folder, options.stack);
  const findings: Finding[] = [
    {
      check: "panka",
      status: "ok",
      detail: `${VERSION}, ${world.platform.os} ${world.platform.arch}`,
    },
    configuration(config),
    await stackFinding(context, root, options),
    ...await machineFindings(context, config, root),
    ...sessionFindings(context, config.values.tenant),
    terminal(context),
  ];
  const failed = findings.filter(({ status }) => status === "fail").length;
  const warned = findings.filter(({ status }) => status === "warn").length;
  if (out.format !== "table") {
    await out.document({ schema: "panka/doctor@1", ok: failed === 0, checks: findings });
  } else {
    out.text(findingsText(findings, out.colors, out.columns));
    const found = findings.find(({ check }) => check === "stack")!;
    const next = failed ? "mend what failed" : found.status === "ok" ? "panka plan" : "panka init";
    out.hint(
      `${counted(failed, "failure")}, ${
        counted(warned, "warning")
      }; nothing was asked of AWS; next: ${next}`,
    );
  }
  return failed ? EXIT.error : EXIT.done;
}

function configuration({ diagnostics, values, sources }: Config): Finding {
  const check = "config";
  const wrong = diagnostics.filter((d) => d.severity === "error");
  if (wrong.length) {
    const { summary, place } = wrong[0]!;
    return {
      check,
      status: "fail",
      detail: place ? `${place.file}:${place.line}: ${summary}` : summary,
      fix: "panka config explain shows it all",
    };
  }
  const from = sources["backend.type"]!.name;
  return {
    check,
    status: "ok",
    detail: values["backend.type"] === "s3"
      ? `state in s3://${values["backend.bucket"]}, locks in ${values["backend.table"]} (${from})`
      : "state in a folder on this machine",
  };
}

async function stackFinding(
  context: Context,
  root: string,
  options: StackOptions,
): Promise<Finding> {
  const check = "stack";
  const { files } = context.world;
  if (files.stat(root)?.kind !== "file" && !stackFileIn(files, root)) {
    return {
      check,
      status: "warn",
      detail: "none here or above",
      fix: "panka stack list shows those below; panka init writes one",
    };
  }
  const { stack, diagnostics } = await loadFor(context, root, options);
  if (stack) {
    const { name, environment, components } = stack;
    return {
      check,
      status: "ok",
      detail: `${name} · ${environment}, ${counted(components.length, "component")}`,
    };
  }
  const errors = diagnostics.filter((d) => d.severity === "error").length;
  return {
    check,
    status: "fail",
    detail: `${counted(errors, "error")} in ${root === "." ? "the stack here" : root}`,
    fix: `panka validate${root === "." ? "" : ` ${root}`}`,
  };
}

async function machineFindings(
  { world }: Context,
  config: Config,
  root: string,
): Promise<Finding[]> {
  const { values, sources } = config;
  const [pulumi, credentials, { checkWritable }, machine] = await Promise.all([
    import("../../operations/doctor/pulumi.ts"),
    import("../../operations/doctor/credentials.ts"),
    import("../../operations/doctor/folders.ts"),
    import("../../operations/doctor/machine.ts"),
  ]);
  const folder = inFolder(folderOf({ folder: root }), ".panka");
  const state = values["backend.type"] === "s3" ? undefined : values["backend.directory"] ?? folder;
  const cache = cacheFolder(world, folder);
  const named = values.pulumi === undefined
    ? undefined
    : { path: values.pulumi, by: sources.pulumi!.name };
  const places = { cache, named };
  const certificates = machine.checkCertificates(world);
  return [
    ...state === undefined
      ? []
      : [checkWritable("state", world, state, "check its permissions, or set backend.directory")],
    checkWritable("cache", world, cache, "check its permissions, or set XDG_CACHE_HOME"),
    await credentials.checkCredentials(world, askedProfile(config)),
    ...certificates ? [certificates] : [],
    await pulumi.checkPulumi(world, places),
    pulumi.checkPlugin(world, places),
    await machine.checkGit(world),
  ];
}

/** Sessions, and the one that is missing; nothing where there are no tenants. */
function sessionFindings({ world }: Context, tenant: string | undefined): Finding[] {
  const sessions = new Sessions(world);
  const findings = sessions.tenants().map((name): Finding => {
    const check = `tenant ${name}`;
    try {
      const known = sessions.known(name);
      if (known) {
        const where = known.kept === "keyring"
          ? sessions.keyring?.name ?? "the keyring, which is off"
          : `${sessions.folder}/${name}.secret`;
        return {
          check,
          status: "ok",
          detail: `logged in until ${new Date(known.expiresAt).toISOString()}, kept in ${where}`,
        };
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
    return {
      check,
      status: "fail",
      detail: "its session is damaged",
      fix: `panka login --tenant ${name}`,
    };
  });
  if (tenant === undefined || findings.some(({ check }) => check === `tenant ${tenant}`)) {
    return findings;
  }
  const token = world.env("PANKA_TENANT_TOKEN") !== undefined;
  return [...findings, {
    check: `tenant ${tenant}`,
    ...token
      ? { status: "ok", detail: "by PANKA_TENANT_TOKEN" }
      : { status: "warn", detail: "nobody is logged in", fix: `panka login --tenant ${tenant}` },
  }];
}

function terminal({ world, out }: Context): Finding {
  const { stdin, stdout, stderr } = world.terminal;
  const detail = stdout || stderr
    ? [
      `${world.columns() ?? "unknown"} columns`,
      wantsColor(world, undefined, "stdout") ? "colours" : "no colours",
      stdin && out.interactive ? "can ask" : "can't ask",
    ].join(", ")
    : "none: nothing is asked, output is plain";
  return { check: "terminal", status: "ok", detail };
}
