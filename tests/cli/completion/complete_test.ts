import assert from "node:assert/strict";
import { runIn, testWorld } from "../test_world.ts";

const head = (kind: string, name: string) =>
  `apiVersion: components.panka.io/v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n`;
const stack = (name: string, environments = "") =>
  `${head("Stack", name)}spec:\n  environments: {${environments}}\n`;
const files = {
  "shop/stack.yaml": stack("shop", "staging: {}, live: {production: true}"),
  "shop/services/api/all.yaml": `# comment\n---\napiVersion: components.panka.io/v1\n${
    head("SQS", "jobs")
  }spec: {}\n---\n${
    head("RDS", "db")
  }---\napiVersion: panka.io/v1\nkind: Lambda\nmetadata: {labels: {name: x}, name: fn}\n`,
  "shop/services/web/deep/app.yaml": head("MicroService", "app"),
  "shop/services/web/config/x.yaml": head("SQS", "not-a-component"),
  "stacks/blog/stack.yaml": stack("blog"),
  "stacks/blog/environments/test/x.yaml": "",
  "lines/stack.yaml": `${
    head("Stack", "lines")
  }spec:\n  # all of them\n  environments: # two\n    staging:\n      variables: {A: b}\n\n    # the real one\n    live: {}\n  outputs: {a: b}\n`,
  "one.yaml": `${stack("one")}---\nkind: Service\nmetadata: {name: all}\n---\n${
    head("S3", "files")
  }  service: all\n`,
  "broken/stack.yaml": "a: [\n",
};

async function complete(...words: string[]) {
  const world = testWorld({ files });
  const { code, stdout, stderr } = await runIn(world, "__complete", "--", ...words);
  assert.equal(code, 0);
  assert.equal(stderr, "");
  const lines = stdout.trimEnd().split("\n");
  const paths = lines.pop();
  return { values: lines.map((line) => line.split("\t")[0]!), lines, paths };
}

Deno.test("completion offers the commands that are built, then their second words", async () => {
  const { values } = await complete("");
  for (const word of ["init", "stack", "validate", "plan", "completions", "help"]) {
    assert.ok(values.includes(word), word);
  }
  assert.ok(!values.includes("metrics"));
  assert.ok(!values.includes("__complete"));
  assert.deepEqual((await complete("stack", "")).values, ["init", "list", "info"]);
  assert.deepEqual((await complete("vali")).values, ["validate"]);
  assert.deepEqual((await complete("help", "vali")).values, ["validate"]);
  assert.deepEqual((await complete("nothing", "")).values, []);
});

Deno.test("completion offers flags that fit, without those given and those hidden", async () => {
  const { values, lines } = await complete("fmt", "--");
  assert.ok(values.includes("--check") && values.includes("--output"));
  assert.ok(!values.includes("--environment"));
  assert.match(lines.find((line) => line.startsWith("--check"))!, /\twrite nothing/);
  const again = (await complete("fmt", "--check", "--diff", "--")).values;
  assert.ok(!again.includes("--check") && !again.includes("--diff"));
  // What can be repeated is offered again.
  assert.ok((await complete("plan", "--var", "a=b", "--va")).values.includes("--var"));
  assert.deepEqual((await complete("fmt", "--", "--")).values, []);
});

Deno.test("completion offers an option's choices, behind a space and behind =", async () => {
  assert.deepEqual((await complete("plan", "-o", "")).values, ["table", "json", "yaml"]);
  assert.deepEqual((await complete("plan", "--output=j")).values, ["--output=json"]);
  assert.deepEqual((await complete("init", "--backend", "s")).values, ["s3"]);
  assert.deepEqual((await complete("completions", "")).values, [
    "bash",
    "zsh",
    "fish",
    "powershell",
  ]);
});

Deno.test("completion reads environments from the stack that the line names", async () => {
  assert.deepEqual((await complete("plan", "shop", "--env", "")).values, ["staging", "live"]);
  assert.deepEqual((await complete("plan", "lines", "--env", "")).values, ["staging", "live"]);
  assert.deepEqual((await complete("plan", "--stack", "blog", "-e", "")).values, ["test"]);
  assert.deepEqual((await complete("plan", "--stack=blog", "--env=")).values, ["--env=test"]);
  assert.deepEqual((await complete("plan", "nowhere", "--env", "")).values, []);
  assert.deepEqual((await complete("plan", "broken", "--env", "")).values, []);
});

Deno.test("completion reads services and components from files", async () => {
  assert.deepEqual((await complete("plan", "shop", "--service", "")).values, ["api", "web"]);
  const { lines } = await complete("plan", "shop", "--component", "");
  assert.deepEqual(lines, [
    "api/jobs\tSQS",
    "api/db\tRDS",
    "api/fn\tLambda",
    "web/app\tMicroService",
  ]);
  assert.deepEqual((await complete("plan", "shop", "--component", "web/")).values, ["web/app"]);
  assert.deepEqual((await complete("plan", "one.yaml", "--component", "")).values, ["all/files"]);
  assert.deepEqual((await complete("plan", "one.yaml", "--service", "")).values, ["all"]);
});

Deno.test("completion offers stacks where a folder goes, and leaves paths to the shell", async () => {
  const { values, paths } = await complete("plan", "");
  assert.deepEqual(values, ["broken", "lines", "shop", "stacks/blog"]);
  assert.equal(paths, ":folders");
  assert.deepEqual((await complete("plan", "stacks/")).values, ["stacks/blog"]);
  assert.equal((await complete("plan", "--config", "")).paths, ":files");
  assert.deepEqual((await complete("plan", "--stack", "")).values, ["blog"]);
});

Deno.test("completion offers kinds, and the fields inside them", async () => {
  const { values } = await complete("explain", "");
  assert.ok(values.includes("SQS") && values.includes("Stack"));
  assert.deepEqual((await complete("explain", "SQS.deadLetterQueue.max")).values, [
    "SQS.deadLetterQueue.maxReceiveCount",
  ]);
  assert.deepEqual((await complete("explain", "MicroService.ports.pr")).values, [
    "MicroService.ports.protocol",
  ]);
  const { lines } = await complete("service", "add", "x", "--component", "DynamoD");
  // The second tab says that a name follows.
  assert.match(lines[0]!, /^DynamoDB:\t.*\t$/);
});

Deno.test("completion ends in time, however large the stack", async () => {
  const many: Record<string, string> = { "stack.yaml": stack("many") };
  for (let i = 0; i < 200; i++) many[`services/s/c${i}.yaml`] = head("SQS", `c${i}`);
  // Every look at this world's clock takes 10 ms.
  const { stdout } = await runIn(
    testWorld({ files: many }),
    "__complete",
    "plan",
    "--component",
    "",
  );
  const lines = stdout.trimEnd().split("\n");
  assert.ok(lines.length >= 2 && lines.length < 20, `${lines.length}`);
});

Deno.test("completion looks into a few files however busy the machine is", async () => {
  const world = testWorld({ files });
  let now = 0;
  world.clock = { ...world.clock, monotonic: () => now += 60_000 };
  const { stdout } = await runIn(world, "__complete", "--", "plan", "shop", "--component", "web/");
  assert.match(stdout, /^web\/app\t/);
});

Deno.test("completion offers the tenants that somebody is logged in as on this machine", async () => {
  const folder = "/home/ada/.config/panka/sessions";
  const sessions = { [`${folder}/acme.json`]: "{", [`${folder}/pay.secret`]: "{}" };
  const world = () => testWorld({ home: "/home/ada", files: { ...files, ...sessions } });
  for (const line of [["plan", "--tenant"], ["admin", "tenant", "show"], ["admin", "audit"]]) {
    const { stdout } = await runIn(world(), "__complete", "--", ...line, "");
    assert.equal(stdout, "acme\t\npay\t\n:none\n", line.join(" "));
  }
});

Deno.test("completion answers nothing, and no error, for what it does not know", async () => {
  for (
    const words of [
      ["plan", "--nothing", ""],
      ["admin", "tenant", "init", ""],
      ["explain", "X.y.z"],
      [
        "plan",
        "--parallelism",
        "",
      ],
      ["\u0000"],
      ["plan", "a", "b", "c", "d"],
    ]
  ) assert.ok((await complete(...words)).paths, words.join(" "));
  const { stdout } = await runIn(testWorld({}), "__complete");
  assert.match(stdout, /^init\t/);
});
