import assert from "node:assert/strict";

/** Real shells read the scripts; one that is not installed is skipped, and says so. */
const root = new URL("../../..", import.meta.url).pathname;

function run(command: string, args: string[], env: Record<string, string> = {}, cwd?: string) {
  const { success, stdout, stderr } = new Deno.Command(command, { args, env, cwd }).outputSync();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  assert.ok(success, text(stderr) + text(stdout));
  return text(stdout).split("\n").filter(Boolean);
}

function isThere(shell: string): boolean {
  try {
    return new Deno.Command(shell, { args: ["--version"], stdout: "null", stderr: "null" })
      .outputSync().success;
  } catch {
    return false;
  }
}

/** A folder with a stack in it, and a `panka` of this source on PATH. */
function setUp(): { folder: string; env: Record<string, string> } {
  const folder = Deno.makeTempDirSync();
  Deno.mkdirSync(`${folder}/bin`);
  Deno.writeTextFileSync(
    `${folder}/bin/panka`,
    `#!/bin/sh\nexec "${Deno.execPath()}" run -A --no-check "${root}main.ts" "$@"\n`,
    { mode: 0o755 },
  );
  const work = `${folder}/work`;
  Deno.mkdirSync(`${work}/services/api`, { recursive: true });
  Deno.mkdirSync(`${work}/services/web`);
  Deno.mkdirSync(`${work}/notes`);
  Deno.writeTextFileSync(`${work}/notes.yaml`, "");
  Deno.writeTextFileSync(
    `${work}/stack.yaml`,
    "apiVersion: core.panka.io/v1\nkind: Stack\nmetadata: {name: shop}\nspec: {environments: {staging: {}, live: {}}}\n",
  );
  Deno.writeTextFileSync(
    `${work}/services/api/jobs.yaml`,
    "apiVersion: components.panka.io/v1\nkind: SQS\nmetadata: {name: jobs}\nspec: {}\n",
  );
  return {
    folder,
    env: { PATH: `${folder}/bin:${Deno.env.get("PATH")}`, HOME: folder, NO_COLOR: "1" },
  };
}

/** A line up to the cursor, and what the shell is to offer for it. */
const CASES: [string, string[]][] = [
  ["panka vali", ["validate"]],
  ["panka stack ", ["info", "init", "list"]],
  ["panka plan --env ", ["live", "staging"]],
  ["panka plan --service ", ["api", "web"]],
  ["panka plan --component api/", ["api/jobs"]],
  ["panka fmt --che", ["--check"]],
  ["panka plan --config not", ["notes", "notes.yaml"]],
];

function inShell(shell: string, test: (line: string, where: ReturnType<typeof setUp>) => string[]) {
  const there = isThere(shell);
  Deno.test({
    name: `completions ${shell}: what ${shell} itself offers${
      there ? "" : ": not installed, skipped"
    }`,
    ignore: !there,
    fn() {
      const where = setUp();
      try {
        for (const [line, expected] of CASES) {
          // Some shells add a slash to folders.
          const offered = test(line, where).map((value) => value.replace(/\/$/, "")).sort();
          assert.deepEqual(offered, expected, `"${line}" in ${shell}`);
        }
      } finally {
        Deno.removeSync(where.folder, { recursive: true });
      }
    },
  });
}

const DRIVE_BASH = `
eval "$(panka completions bash)"
[[ $(complete -p panka) == *_panka_complete* ]] || exit 1
COMP_LINE=$1 COMP_POINT=\${#1}
COMP_WORDS=($1) COMP_CWORD=$((\${#COMP_WORDS[@]}-1))
_panka_complete
printf '%s\\n' "\${COMPREPLY[@]}"
`;

inShell(
  "bash",
  (line, { env, folder }) =>
    run("bash", ["--norc", "--noprofile", "-c", DRIVE_BASH, "bash", line], env, `${folder}/work`),
);

Deno.test({
  name: "completions bash: words with : and = are completed past where bash splits them",
  ignore: !isThere("bash"),
  fn() {
    const { folder, env } = setUp();
    const bash = (line: string) =>
      run("bash", ["--norc", "--noprofile", "-c", DRIVE_BASH, "bash", line], env, `${folder}/work`);
    try {
      assert.deepEqual(bash("panka plan --env=st"), ["staging"]);
      assert.deepEqual(bash("panka service add x --component DynamoD"), ["DynamoDB:"]);
      assert.deepEqual(bash("panka plan --co").sort(), ["--color", "--component", "--config"]);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  },
});

// zsh completes only where someone types: a pseudo-terminal types for it.
const DRIVE_ZSH = `
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z "PS1= PS2= RPS1=; autoload -Uz compinit && compinit -u; eval \\"\\$(panka completions zsh)\\""
zpty -w z "compadd() { builtin compadd -O offered \\"\\$@\\"; printf 'OFFERED %s\\n' \\$offered; }"
zpty -w z "zle -C offer complete-word offer-all; offer-all() { _main_complete; print DONE; }; bindkey '^X' offer; print REA''DY"
zpty -r z out '*READY*'
zpty -w -n z "$1"$'\\x18'
zpty -r z out '*DONE*'
print -r -- $out
`;

inShell("zsh", (line, { env, folder }) => {
  const text = run("zsh", ["-f", "-c", DRIVE_ZSH, "zsh", line], env, `${folder}/work`).join("\n");
  return [...new Set([...text.matchAll(/OFFERED (\S+)/g)].map((match) => match[1]!))];
});

inShell("fish", (line, { env, folder }) =>
  run(
    "fish",
    ["--no-config", "-c", 'panka completions fish | source; complete -C "$argv[1]"', line],
    env,
    `${folder}/work`,
  ).map((offered) => offered.split("\t")[0]!));

Deno.test({
  name: `completions powershell: its script parses${
    isThere("pwsh") ? "" : ": pwsh is not installed, skipped"
  }`,
  ignore: !isThere("pwsh"),
  fn() {
    const { folder, env } = setUp();
    try {
      const check =
        "$e = $null; [void][System.Management.Automation.Language.Parser]::ParseInput((panka completions powershell | Out-String), [ref]$null, [ref]$e); $e.Count";
      assert.deepEqual(run("pwsh", ["-NoProfile", "-Command", check], env), ["0"]);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  },
});
