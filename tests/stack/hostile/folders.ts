/** A hostile stack: what is written into its folder, and what panka says of it. */
export interface Hostile {
  /** Path → content; a function writes whatever it likes at its path. */
  files: Record<string, string | Uint8Array | ((path: string) => void)>;
  /** Part of what is printed. */
  says: RegExp;
  /** Exit code; 1 when absent. */
  code?: number;
}

export const STACK = "apiVersion: core.panka.io/v1\nkind: Stack\nmetadata: { name: shop }\n";
const component = (name: string, spec = "{}", kind = "SQS") =>
  `apiVersion: components.panka.io/v1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec: ${spec}\n`;
const many = (count: number, make: (i: number) => string, between = "") =>
  Array.from({ length: count }, (_, i) => make(i)).join(between);
const inApi = (content: string) => ({ "stack.yaml": STACK, "services/api/all.yaml": content });
/** Keeps a generated file just under the 1 MiB that is read. */
const filled = (make: (i: number) => string, between = ""): string => {
  let text = "";
  for (let i = 0;; i++) {
    const more = (i ? between : "") + make(i);
    if (text.length + more.length > 1_048_000) return text;
    text += more;
  }
};

export const HOSTILE: Record<string, Hostile> = {
  "64 levels of nesting": {
    files: inApi(component("q", `{ tags: ${"{ a: ".repeat(58)}1${" }".repeat(58)} }`)),
    says: /"a" must be (text|letters)|"tags" must|must be text of at most/,
  },
  "70 levels of nesting": {
    files: inApi(component("q", `${"{ a: ".repeat(70)}1${" }".repeat(70)}`)),
    says: /nested deeper than 64 levels/,
  },
  "100,000 open brackets": {
    files: inApi(component("q", "[".repeat(100_000))),
    says: /nested deeper than 64 levels/,
  },
  "10,000 levels of block nesting": {
    files: inApi(`spec:\n${many(1400, (i) => `${" ".repeat(i + 1)}a:\n`)}`),
    says: /nested deeper than 64 levels/,
  },
  "an alias bomb": {
    files: inApi(
      `a: &a [x, x, x, x, x, x, x, x, x]\n${
        many(30, (i) => `${i}: &b${i} [${many(9, () => i ? `*b${i - 1}` : "*a", ", ")}]\n`)
      }`,
    ),
    says: /aliases|anchors/,
  },
  "an alias bomb of less than a hundred aliases": {
    files: inApi(
      `kind: SQS\nmetadata: { name: q }\nspec:\n${
        many(
          11,
          (i) => `  l${i}: &l${i} [${many(9, () => (i ? `*l${i - 1}` : "x"), ", ")}]\n`,
        )
      }`,
    ),
    says: /alias/,
  },
  "a chain of merge keys": {
    files: inApi(
      `m0: &m0 { a: 1 }\n${many(3000, (i) => `m${i + 1}: &m${i + 1}\n  <<: *m${i}\n  k${i}: 1\n`)}`,
    ),
    says: /merge|alias/i,
  },
  "an alias to what holds it": {
    files: inApi(component("q", "&x { tags: *x }")),
    says: /services\/api\/all\.yaml/,
  },
  "folders that lead back to themselves": {
    files: {
      "stack.yaml": STACK,
      "services/api/up": (path) => Deno.symlinkSync("../..", path),
      "services/api/self": (path) => Deno.symlinkSync("self", path),
      "services/api/gone": (path) => Deno.symlinkSync("nothing", path),
    },
    says: /leads back to a folder above it[\s\S]*/,
  },
  "links out of the stack": {
    files: {
      "stack.yaml": STACK,
      "services/api/secret.yaml": (path) => Deno.symlinkSync("/etc/passwd", path),
      "services/etc": (path) => Deno.symlinkSync("/etc", path),
    },
    says: /link to a place outside the stack/,
  },
  "a file of 100 MB": {
    files: {
      "stack.yaml": STACK,
      "services/api/big.yaml": (path) => {
        Deno.writeTextFileSync(path, "");
        Deno.truncateSync(path, 100_000_000);
      },
    },
    says: /a YAML file of 95\.4 MiB; at most 1 MiB is read/,
  },
  "a stack.yaml of 100 MB": {
    files: {
      "stack.yaml": (path) => {
        Deno.writeTextFileSync(path, "");
        Deno.truncateSync(path, 100_000_000);
      },
    },
    says: /at most 1 MiB is read/,
  },
  "a pipe in place of stack.yaml": {
    files: {
      "stack.yaml": (path) => void new Deno.Command("mkfifo", { args: [path] }).outputSync(),
    },
    says: /stack\.yaml/,
  },
  "a folder in place of stack.yaml": {
    files: { "stack.yaml/x.txt": "" },
    says: /stack\.yaml/,
  },
  "text that is not UTF-8": {
    files: { "stack.yaml": new Uint8Array([0x6b, 0x69, 0x6e, 0x64, 0x3a, 0xff, 0xfe, 0x0a]) },
    says: /the file is not UTF-8 text/,
  },
  "UTF-16 with its mark": {
    files: {
      "stack.yaml": new Uint8Array([
        0xff,
        0xfe,
        ...[...STACK].flatMap((char) => [char.charCodeAt(0), 0]),
      ]),
    },
    says: /the file is not UTF-8 text/,
  },
  "names that are paths": {
    files: inApi(
      component('"../../x"') + "---\n" + component("/etc/passwd") + "---\n" + component("a/b"),
    ),
    says: /"name" must be 1 to 40 lower-case letters/,
  },
  "folders with odd names": {
    files: {
      "stack.yaml": STACK,
      "services/-rf/a.yaml": component("q"),
      "services/A B/a.yaml": component("q"),
    },
    says: /can't be a service's name/,
  },
  "control characters": {
    files: inApi(component("q", '{ type: "\x1b[2J\x07" }')),
    says: /a control character \(U\+001B\) is not allowed in YAML/,
  },
  "control characters in a file's name": {
    files: {
      "stack.yaml": STACK,
      "services/api/\x1b[31mred\n.yaml": component("q", "{ typo: 1 }"),
    },
    says: /�\[31mred .yaml:4/,
  },
  "escapes for control characters": {
    files: inApi(component("q", '{ "\\e[2Jtypo": 1, type: "\\e[31m\\x9b" }')),
    says: /�/,
  },
  "10,000 documents": {
    files: inApi(many(10_000, (i) => `kind: SQS\nmetadata: {name: q${i}}\n`, "---\n")),
    says: /the document needs "apiVersion"/,
  },
  "10,000 files": {
    files: Object.fromEntries([
      ["stack.yaml", STACK],
      ...Array.from(
        { length: 10_000 },
        (_, i): [string, string] => [`services/api/${i}.yaml`, component(`q${i}`)],
      ),
    ]),
    says: /10000 components, valid/,
    code: 0,
  },
  "a file of 100,000 lines": {
    files: inApi(component("q", "{}\n") + filled((i) => `k${i}:\n`)),
    says: /unknown field|twice/,
  },
  "100,000 lines of comments": {
    files: inApi(`${"# x\n".repeat(100_000)}${component("q")}`),
    says: /1 component, valid/,
    code: 0,
  },
  "a scalar of a megabyte": {
    files: inApi(component("q", `{ type: "${"x".repeat(1_000_000)}" }`)),
    says: /"type" must be one of standard, fifo/,
  },
  "a key of a megabyte": {
    files: inApi(component("q", `{ "${"x".repeat(1_000_000)}": 1 }`)),
    says: /unknown field/,
  },
  "tens of thousands of unknown keys": {
    files: inApi(`${component("q", "")}${filled((i) => `  visibilityTimeoux${i}: 1\n`)}`),
    says: /unknown field "visibilityTimeoux0"/,
  },
  "tens of thousands of names that are not there": {
    files: inApi(`${component("q", "")}  dependsOn:\n${filled((i) => `    - component-${i}\n`)}`),
    says: /there is no component "component-0"/,
  },
  "thousands of near misses among thousands of components": {
    files: {
      ...inApi(
        `${component("q", "")}  dependsOn:\n${filled((i) => `    - componemt-number-${i}\n`)}`,
      ),
      "services/api/more.yaml": many(5000, (i) => component(`component-number-${i}`), "---\n"),
    },
    says: /there is no component "componemt-number-0"/,
  },
  "ten thousand components of one name": {
    files: inApi(filled(() => component("q"), "---\n")),
    says: /two components called "q"/,
  },
  "an error behind thousands of notes": {
    files: inApi(
      many(
        3000,
        (i) =>
          component(
            `q${i}`,
            "{ image: { repository: a, tag: b }, runtime: { launchType: FARGATE } }",
            "MicroService",
          ),
        "---\n",
      ) + "---\n" + component("zz", "{ type: lifo }"),
    ),
    says: /"type" must be one of standard, fifo/,
  },
  "a circle of thousands": {
    files: inApi(
      many(6000, (i) => component(`q${i}`, `{ dependsOn: [q${(i + 1) % 6000}] }`), "---\n"),
    ),
    says: /components wait for each other/,
  },
  "variables that double": {
    files: {
      "stack.yaml": `${STACK}spec:\n  variables:\n    V0: xxxxxxxxxx\n${
        many(40, (i) => `    V${i + 1}: "\${V${i}}\${V${i}}"\n`)
      }`,
      "services/api/all.yaml": component("q", '{ tags: { a: "${V40}" } }'),
    },
    says: /variable "V\d+": a text with its references is too long/,
  },
  "a long value that is used ten thousand times": {
    files: {
      "stack.yaml": `${STACK}spec:\n  variables:\n    LONG: ${"x".repeat(60_000)}\n`,
      "services/api/all.yaml": component("q", `{ tags: { a: "${"${LONG}".repeat(10_000)}" } }`),
    },
    says: /too long/,
  },
  "a long value in ten thousand places": {
    files: {
      "stack.yaml": `${STACK}spec:\n  variables:\n    LONG: ${"x".repeat(60_000)}\n`,
      "services/api/all.yaml": component(
        "q",
        `\n  variables:\n${many(10_000, (i) => `    V${i}: "\${LONG}\${LONG}"\n`)}  tags: { a: "${
          many(2000, (i) => `\${V${i}}`)
        }" }`,
      ),
    },
    says: /too long/,
  },
  "variables that double without end": {
    files: {
      "stack.yaml": `${STACK}spec:\n  variables:\n    V0: xxxxxxxxxx\n${
        many(2000, (i) => `    V${i + 1}: "\${V${i}}\${V${i}}"\n`)
      }`,
      "services/api/all.yaml": component("q", '{ tags: { a: "${V2000}", b: "${V12}" } }'),
    },
    says: /is reached through more than 50 others/,
  },
  "variables that chain ten thousand deep": {
    files: {
      "stack.yaml": `${STACK}spec:\n  variables:\n    V0: x\n${
        many(10_000, (i) => `    V${i + 1}: \${V${i}}\n`)
      }`,
      "services/api/all.yaml": component("q", '{ tags: { a: "${V10000}" } }'),
    },
    says: /variable "V\d+"|1 component, valid/,
  },
  "a hundred thousand open references in one text": {
    files: inApi(component("q", `{ tags: { a: "${"${NO}".repeat(200_000)}" } }`)),
    says: /there is no variable "NO"/,
  },
  "a text of unclosed references": {
    files: inApi(component("q", `{ tags: { a: "${"${".repeat(400_000)}" } }`)),
    says: /a \$\{ is not closed/,
  },
  "names of JavaScript's own": {
    files: inApi(
      component(
        "q",
        "{ __proto__: { type: fifo }, constructor: 1, toString: 2, tags: { __proto__: x } }",
      ),
    ),
    says: /unknown field "constructor"/,
  },
  "a kind of JavaScript's own": {
    files: inApi(component("q", "{}", "constructor") + "---\n" + component("r", "{}", "__proto__")),
    says: /there is no kind "constructor"/,
  },
  "references to names of JavaScript's own": {
    files: inApi(
      component(
        "q",
        '{ dependsOn: [constructor], tags: { a: "${q.constructor}", b: "${__proto__}", c: "${toString}" } }',
      ),
    ),
    says: /there is no component "constructor"/,
  },
  "an unclosed quote in a megabyte": {
    files: inApi(`${component("q", '"open')}${filled((i) => `# line ${i}\n`)}`),
    says: /services\/api\/all\.yaml:4/,
  },
  "a tab in a megabyte of one document": {
    files: inApi(`${component("q", "")}${filled((i) => `  k${i}: v\n`)}\tx: 1\n`),
    says: /a tab can't indent YAML/,
  },
};
