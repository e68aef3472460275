import assert from "node:assert/strict";
import { COMMANDS } from "../../src/cli/command_table.ts";
import { runIn, testWorld } from "./test_world.ts";

const summaryOf = (stdout: string) => JSON.parse(stdout).diagnostics[0].summary;

for (const form of [["-o", "json"], ["-ojson"], ["--output", "json"], ["--output=json"]]) {
  Deno.test(`run() says as JSON what is wrong with a command line with ${form.join(" ")}`, async () => {
    for (
      const [line, summary] of [
        [["versoin"], 'there is no command "versoin"'],
        ...COMMANDS.filter((c) => !c.load).slice(0, 1).map((c) =>
          [c.name.split(" "), `panka ${c.name} is not built yet`] as const
        ),
        [["validate", "--bogus"], 'unknown option "--bogus"'],
      ] as const
    ) {
      const { code, stdout, stderr } = await runIn(testWorld(), ...line, ...form);
      assert.equal(code, 64);
      assert.equal(stderr, "");
      assert.equal(summaryOf(stdout), summary);
    }
  });
}

Deno.test("run() says an error in one line of JSON, as commands that print lines may end with it", async () => {
  const broken = { files: { "stack.yaml": "kind: Stack\n" } };
  for (const line of [["plan", "--bogus"], ["plan", "--offline"]]) {
    const { code, stdout } = await runIn(testWorld(broken), ...line, "-o", "json");
    assert.notEqual(code, 0);
    assert.equal(stdout.trimEnd().split("\n").length, 1, stdout);
    assert.equal(JSON.parse(stdout).schema, "panka/error@1");
  }
});

Deno.test("run() takes what follows -- for no option", async () => {
  const { code, stdout, stderr } = await runIn(testWorld(), "versoin", "--", "-o", "json");
  assert.equal(code, 64);
  assert.equal(stdout, "");
  assert.match(stderr, /^error\[usage\]/);
});

Deno.test("run() says in a line of its own what an option takes", async () => {
  for (
    const [line, summary, why] of [
      [
        ["validate", "-o", "xml"],
        /argument "xml" is invalid\n/,
        /allowed choices are table, json, yaml/,
      ],
      [["apply", "--parallelism", "0"], /argument "0" is invalid\n/, /write a whole number/],
    ] as const
  ) {
    const { code, stderr } = await runIn(testWorld({ columns: 200 }), ...line);
    assert.equal(code, 64);
    assert.match(stderr, summary);
    assert.match(stderr, why);
  }
});

Deno.test("run() does not say in a help page that lists are empty by default", async () => {
  const { code, stdout } = await runIn(testWorld({ columns: 200 }), "apply", "--help");
  assert.equal(code, 0);
  assert.match(stdout, /--var <key=value> +set a variable \(repeatable\)\n/);
  assert.match(stdout, /--parallelism <n> .*\(default: 10\)/);
});

Deno.test("a word or two that only begin commands show those", async () => {
  const all = await runIn(testWorld(), "admin", "tenant");
  assert.equal(all.code, 64);
  assert.match(all.stderr, /^Usage: panka admin tenant <command>[\s\S]*admin tenant restore/);
  assert.doesNotMatch(all.stderr, /admin network/);
  assert.match(
    (await runIn(testWorld(), "admin", "network", "--help")).stdout,
    /admin network show/,
  );
  const wrong = await runIn(testWorld(), "admin", "tenant", "lst");
  assert.match(wrong.stderr, /no command "admin tenant lst"\n +fix: panka admin tenant list/);
});
