import assert from "node:assert/strict";
import { load, stackDoc } from "./loading.ts";

const QUEUE = `apiVersion: components.panka.io/v1
kind: SQS
metadata:
  name: q
spec:
  type: standard
  variables:
    purpose: orders
  deadLetterQueue:
    enabled: true
    maxReceiveCount: 5
`;

/** What is said of a queue in which `from` became `to`, and the file after the replacement. */
function broken(from: string, to: string): { said: string; mended: string } {
  const text = QUEUE.replace(from, to);
  assert.notEqual(text, QUEUE);
  const { diagnostics } = load({ "stack.yaml": stackDoc(), "services/api/q.yaml": text });
  const [d] = diagnostics;
  const { line, column, length } = d!.place!;
  const lines = text.split("\n");
  const old = lines[line - 1]!;
  lines[line - 1] = old.slice(0, column - 1) +
    (d!.replacement ?? old.slice(column - 1, column - 1 + length)) +
    old.slice(column - 1 + length);
  return { said: `${line} ${d!.code}: ${d!.summary} | ${d!.fix}`, mended: lines.join("\n") };
}

const CASES: [string, string, string, RegExp][] = [
  ["a tab", "  type:", "\ttype:", /^6 syntax: a tab can't indent YAML \| use 2 spaces/],
  [
    "a quote that is not closed",
    "standard",
    '"standard',
    /^6 syntax: a quote is not closed \| write type: "standard"/,
  ],
  ["a brace that is not closed", "true", "{ true", /^10 syntax: a bracket or brace is not closed/],
  [
    "an apostrophe in single quotes",
    "orders",
    "'it's'",
    /^8 syntax: a quote inside quotes must be there twice \| write purpose: 'it''s'/,
  ],
  [
    "a backslash in double quotes",
    "orders",
    '"\\d+"',
    /^8 syntax: double quotes know no such escape \| write purpose: '\\d\+'/,
  ],
  [
    "a variable as templates have it",
    "orders",
    "{{ STACK }}",
    /^8 syntax: a variable is written \$\{NAME\} \| write purpose: \$\{STACK\}/,
  ],
  [
    "a colon that is missing",
    "enabled: true",
    "enabled true",
    /^10 syntax: "enabled" is missing its colon \| write enabled: true/,
  ],
  [
    "a colon without space",
    "enabled: true",
    "enabled:true",
    /^10 syntax: "enabled:" needs a space after its colon/,
  ],
  [
    "a line too far right",
    "  deadLetterQueue",
    "   deadLetterQueue",
    /^9 syntax: this line begins too far right \| put 2 spaces before deadLetterQueue:/,
  ],
  [
    "a line too far left",
    "    purpose",
    " purpose",
    /^8 syntax: this line begins too far left \| put 4 spaces before purpose: orders/,
  ],
  [
    "a key twice",
    "  variables:\n",
    "  type: standard\n  variables:\n",
    /^7 syntax: "type" is there twice in one mapping \| remove or rename one of the two "type"/,
  ],
  [
    "a key that is gone",
    "metadata:\n",
    "",
    /^3 syntax: the key that this belongs to is missing \| put metadata: above it/,
  ],
  [
    "a value that begins like YAML",
    "orders",
    "@orders",
    /^8 syntax: this value must stand in quotes \| write purpose: '@orders'/,
  ],
];

for (const [what, from, to, said] of CASES) {
  Deno.test(`loadStack() says how to mend ${what}, and its replacement does`, () => {
    const result = broken(from, to);
    assert.match(result.said, said);
    const { stack, diagnostics } = load({
      "stack.yaml": stackDoc(),
      "services/api/q.yaml": result.mended,
    });
    assert.ok(stack, JSON.stringify(diagnostics));
  });
}

Deno.test("loadStack() says of a missing --- that a second document begins", () => {
  const { diagnostics } = load({
    "stack.yaml": stackDoc(),
    "services/api/q.yaml": QUEUE + QUEUE.replace("name: q", "name: r"),
  });
  const [d] = diagnostics;
  assert.equal(d!.place!.line, 12);
  assert.match(
    `${d!.summary} | ${d!.fix}`,
    /a second document begins here \| put a line of three dashes above it/,
  );
});

Deno.test("loadStack() says of what it can't mend what the parser says", () => {
  const { diagnostics } = load({
    "stack.yaml": stackDoc(),
    "services/api/q.yaml": ": : :\n- ]\n%%\n",
  });
  assert.equal(diagnostics[0]!.code, "syntax");
  assert.ok(diagnostics[0]!.why!.startsWith("YAML: "));
  assert.ok(diagnostics[0]!.fix);
});
