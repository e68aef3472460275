import assert from "node:assert/strict";
import { type Entry, FileProblem, type Files } from "../../src/ports/files.ts";
import { loadStack } from "../../src/stack/load.ts";
import { memoryFiles } from "../memory_files.ts";
import { doc, docs, load, loaded, onlyError, stackDoc, told } from "./loading.ts";

const ids = (stack: { components: { id: string }[] }) => stack.components.map((it) => it.id);

Deno.test("loadStack() finds components in all sub-folders of services, in .yaml and .yml", () => {
  const stack = loaded({
    "stack.yml": stackDoc(),
    "services/api/a.yaml": doc("SQS", "a"),
    "services/api/deep/er/b.yml": doc("SQS", "b"),
    "services/api/components/c/sqs.yaml": doc("SQS", "c"),
    "services/jobs/service.yaml": doc("Service", "jobs"),
    "services/jobs/d.YAML": doc("SQS", "d"),
  });
  assert.deepEqual(ids(stack), ["api/a", "api/b", "api/c", "jobs/d"]);
  assert.deepEqual(stack.services.map((it) => it.name), ["api", "jobs"]);
});

Deno.test("loadStack() leaves plain files, hidden files and config folders alone", () => {
  const stack = loaded({
    "stack.yaml": stackDoc(),
    "README.md": "not: [yaml",
    "docker-compose.yaml": "services: [",
    "services/api/a.yaml": doc("SQS", "a"),
    "services/api/config/app.yaml": "any: [",
    "services/api/configs/app.yaml": "any: [",
    "services/api/.hidden.yaml": "any: [",
    "services/.git/x.yaml": "any: [",
    "services/api/notes.txt": "x",
    "policies/rules.yaml": "any: [",
  });
  assert.deepEqual(ids(stack), ["api/a"]);
  assert.equal(stack.files, 2);
});

Deno.test("loadStack() takes one file with all documents as a stack", () => {
  const stack = loaded({
    "all.yaml": docs(
      "# nothing but a comment\n",
      stackDoc(),
      doc("Service", "api"),
      doc("SQS", "q", "{}", "service: api, stack: shop"),
    ),
  }, { root: "all.yaml" });
  assert.deepEqual(ids(stack), ["api/q"]);
});

Deno.test("loadStack() asks which service a component outside services/ belongs to", () => {
  const of = (metadata: string) =>
    load({ "all.yaml": docs(stackDoc(), doc("Service", "api"), doc("SQS", "q", "{}", metadata)) }, {
      root: "all.yaml",
    });
  assert.match(onlyError(of("")), /"metadata" needs "service" \| add service: api$/);
  assert.match(onlyError(of("service: apo")), /there is no service "apo" \| api$/);
});

Deno.test("loadStack() says that a folder is no stack, and what may be meant", () => {
  const at = (tree: Record<string, string>, root = ".") => onlyError(load(tree, { root }));
  assert.match(at({ "a.txt": "" }), /no stack.yaml in "."/);
  assert.match(at({ "Stack.yaml": "" }), /rename Stack.yaml to stack.yaml/);
  assert.match(at({ "a.txt": "" }, "nowhere"), /"nowhere" is not there/);
  assert.match(at({ "stack.yaml": "# empty" }), /there is no document of kind Stack/);
  const { diagnostics } = load({ "stacks/shop/stack.yaml": stackDoc() });
  assert.match(diagnostics[0]!.why!, /stacks\/: one of its folders may be meant/);
});

Deno.test("loadStack() refuses a second Stack, a service twice and a file in the wrong folder", () => {
  assert.match(
    onlyError(load({ "stack.yaml": docs(stackDoc(), doc("Stack", "other")) })),
    /stack.yaml:7:7 second-stack/,
  );
  assert.match(
    onlyError(
      load({
        "stack.yaml": docs(stackDoc(), doc("Service", "api"), doc("Service", "api")),
      }),
    ),
    /duplicate-service service "api" is described twice/,
  );
  assert.match(
    onlyError(
      load({ "stack.yaml": stackDoc(), "services/api/service.yaml": doc("Service", "web") }),
    ),
    /described in the folder of "api" \| name: api/,
  );
  assert.match(
    onlyError(
      load({
        "stack.yaml": stackDoc(),
        "services/api/q.yaml": doc("SQS", "q", "{}", "service: web"),
      }),
    ),
    /lies in service "api" but names "web" \| service: api/,
  );
});

Deno.test("loadStack() refuses two components of one name in a service, and takes them in two", () => {
  const twice = { "a.yaml": doc("SQS", "q"), "b.yaml": doc("SNS", "q") };
  assert.match(
    onlyError(load({
      "stack.yaml": stackDoc(),
      ...Object.fromEntries(Object.entries(twice).map(([k, v]) => [`services/api/${k}`, v])),
    })),
    /services\/api\/b.yaml:3:19 duplicate-component service "api" has two components called "q"/,
  );
  assert.deepEqual(
    ids(loaded({
      "stack.yaml": stackDoc(),
      "services/api/q.yaml": doc("SQS", "q"),
      "services/web/q.yaml": doc("SNS", "q"),
    })),
    ["api/q", "web/q"],
  );
});

/** A tree with links: path → where it leads (absolute within the tree, undefined: nowhere). */
function linked(tree: Record<string, string>, links: Record<string, string | undefined>): Files {
  const files = memoryFiles(tree);
  const follow = (path: string): string => {
    for (const [link, target] of Object.entries(links)) {
      if (path !== link && !path.startsWith(`${link}/`)) continue;
      if (target === undefined) throw new FileProblem("no such file");
      return follow(
        target === "." ? path.slice(link.length + 1) || "." : target + path.slice(link.length),
      );
    }
    return path;
  };
  return {
    list(folder) {
      const real = follow(folder);
      const own = Object.keys(links)
        .filter((link) => (link.includes("/") ? link.replace(/\/[^/]*$/, "") : ".") === real)
        .map((link): Entry => ({ name: link.replace(/^.*\//, ""), kind: "link" }));
      return [...files.list(real), ...own].sort((a, b) => a.name < b.name ? -1 : 1);
    },
    stat: (path) => files.stat(follow(path)),
    read: (path) => files.read(follow(path)),
    real: (path) =>
      follow(path) === "."
        ? "/stack"
        : follow(path).startsWith("/")
        ? follow(path)
        : `/stack/${follow(path)}`,
  };
}

Deno.test("loadStack() follows links inside the stack and no others", () => {
  const tree = { "stack.yaml": stackDoc(), "services/api/a.yaml": doc("SQS", "a") };
  const through = (links: Record<string, string | undefined>) =>
    loadStack(linked(tree, links), { root: "." });
  assert.deepEqual(
    ids(through({ "services/web": "services/api" }).stack!),
    ["api/a", "web/a"],
  );
  assert.deepEqual(told(through({ "services/api/up": "." })), [
    'link-circle "services/api/up" leads back to a folder above it | remove the link',
  ]);
  assert.match(
    told(through({ "services/api/b.yaml": "/etc/passwd" }))[0]!,
    /link-out "services\/api\/b.yaml" is a link to a place outside/,
  );
  assert.match(told(through({ "services/api/c.yaml": undefined }))[0]!, /link-broken/);
});
