import { type Corrupter, type Input, lineOf, pickSite, replaced, textOf, typo } from "./edit.ts";
import type { Site } from "./sites.ts";

const bare = (text: string) => text.replace(/^["']|["']$/g, "");

/** A component or service that is not there. */
export const danglingName: Corrupter = (input) => {
  const site = pickSite(
    input,
    (s) =>
      s.path[0] === "spec" && typeof s.value === "string" && !s.value.includes("${") &&
      (s.field?.type === "component" || s.path.at(-1) === "component" ||
        s.path.at(-2) === "dependsOn"),
  );
  if (!site) return;
  const was = bare(textOf(input.sample, site));
  const wrong = input.random.below(5) ? typo(was, input.random) : "no-such-thing";
  if (!/^[a-z/-]+$/.test(wrong) || named(input, wrong)) return;
  return {
    ...replaced(input, site.file, site.span.start, site.span.end, wrong),
    destroyed: [was],
  };
};

const named = ({ sites }: Input, name: string) =>
  sites.some((s) => s.path.join() === "metadata,name" && s.value === name);

/** An output that the kind does not have. */
export const danglingOutput: Corrupter = (input) => {
  const site = pickSite(input, (s) => s.path.at(-1) === "output" && typeof s.value === "string");
  if (!site) return;
  const was = bare(textOf(input.sample, site));
  const wrong = input.random.below(4) ? typo(was, input.random) : "location";
  if (wrong === was) return;
  return {
    ...replaced(input, site.file, site.span.start, site.span.end, wrong),
    destroyed: [was],
  };
};

const inReference = (part: RegExp): (s: Site) => boolean => (s) =>
  s.path[0] === "spec" && typeof s.value === "string" && part.test(s.value) &&
  s.path[1] !== "variables";

/** A slip inside `${…}`. */
export const variableTypo: Corrupter = (input) => {
  const site = pickSite(input, inReference(/\$\{[A-Za-z][\w./-]*\}/));
  if (!site) return;
  const text = textOf(input.sample, site);
  const found = /\$\{([A-Za-z][\w./-]*)\}/.exec(text);
  if (!found) return;
  const wrong = typo(found[1]!, input.random);
  if (wrong === found[1] || !/^[A-Za-z]/.test(wrong)) return;
  const start = site.span.start + found.index + 2;
  return {
    ...replaced(input, site.file, start, start + found[1]!.length, wrong),
    destroyed: [found[1]!],
  };
};

/** `${NAME` without its end. */
export const openReference: Corrupter = (input) => {
  const site = pickSite(input, inReference(/\$\{[^}]*\}/));
  if (!site) return;
  const text = textOf(input.sample, site);
  const at = text.indexOf("}", text.indexOf("${"));
  if (at < 0) return;
  const start = site.span.start + at;
  return { ...replaced(input, site.file, start, start + 1, ""), destroyed: ["}"] };
};

/** A variable's definition under another name: its uses have none. */
export const renamedVariable: Corrupter = (input) => {
  const site = pickSite(
    input,
    (s) => s.path[0] === "spec" && s.path[1] === "variables" && s.path.length === 3,
  );
  if (!site?.key) return;
  const name = String(site.path[2]);
  const used = Object.values(input.sample.files).some((text) => text.includes(`\${${name}}`));
  const wrong = typo(name, input.random);
  if (!used || !/^[A-Za-z_]\w*$/.test(wrong) || wrong === name) return;
  return {
    ...replaced(input, site.file, site.key.start, site.key.end, wrong),
    mentions: `\${${name}`,
    destroyed: [name],
    added: [wrong],
  };
};

export const unknownKind: Corrupter = (input) => {
  const site = pickSite(input, (s) => s.path.join() === "kind");
  if (!site) return;
  const was = bare(textOf(input.sample, site));
  const wrong = input.random.below(4)
    ? typo(was, input.random)
    : input.random.pick(["Banana", "Deployment"]);
  if (wrong === was) return;
  return { ...replaced(input, site.file, site.span.start, site.span.end, wrong), destroyed: [was] };
};

export const badApiVersion: Corrupter = (input) => {
  const site = pickSite(input, (s) => s.path.join() === "apiVersion");
  if (!site) return;
  const was = bare(textOf(input.sample, site));
  const wrong = input.random.pick([
    was.replace("v1", "v2"),
    was.replace(/^(\w+)/, "$1s"),
    "v1",
    typo(was, input.random),
  ]);
  if (wrong === was || wrong === "panka.io/v1") return;
  return {
    ...replaced(input, site.file, site.span.start, site.span.end, wrong),
    destroyed: [was, bestGroup(site)],
  };
};

/** The group that is right today: an older one that was there is not what a fix should give back. */
const bestGroup = ({ kind }: Site): string =>
  kind === "Stack" || kind === "Service" ? "core.panka.io/v1" : "components.panka.io/v1";

/** A name that can't be one. */
export const badName: Corrupter = (input) => {
  const site = pickSite(input, (s) => s.path.join() === "metadata,name");
  if (!site) return;
  const was = bare(textOf(input.sample, site));
  const wrong = input.random.pick([
    was.toUpperCase(),
    was.replaceAll("-", "_") + "_1",
    `../${was}`,
    `${was}${"-long".repeat(10)}`,
    `"${was} 2"`,
    `1${was}`,
  ]);
  return {
    ...replaced(input, site.file, site.span.start, site.span.end, wrong),
    destroyed: [was],
  };
};

/** Two components of one name in one service. */
export const duplicateComponent: Corrupter = (input) => {
  const names = input.sites.filter((s) => s.path.join() === "metadata,name" && isComponent(s));
  const site = names.length ? input.random.pick(names) : undefined;
  const sibling = names.find((other) =>
    other !== site && site && serviceOf(input, other) === serviceOf(input, site)
  );
  if (!site || !sibling) return;
  const was = bare(textOf(input.sample, site));
  const other = String(sibling.value);
  const made = replaced(input, site.file, site.span.start, site.span.end, other);
  const siblingLine = lineOf(input.sample.files[sibling.file]!, sibling.span.start);
  return {
    ...made,
    // The second of the two is where it is told; either may be the one to rename.
    lines: sibling.file === site.file ? [...made.lines, siblingLine] : made.lines,
    mentions: `name: ${other}`,
    destroyed: [was],
    added: [other],
  };
};

const isComponent = ({ kind }: Site) =>
  kind !== "Stack" && kind !== "Service" && !/Infra|Observ/.test(kind);

function serviceOf({ sites }: Input, site: Site): string {
  const folder = /(?:^|\/)services\/([^/]+)\//.exec(site.file)?.[1];
  if (folder) return folder;
  const own = sites.find((s) =>
    s.file === site.file && s.document === site.document && s.path.join() === "metadata,service"
  );
  return String(own?.value);
}

/** A dependency that closes a circle. */
export const cycle: Corrupter = (input) => {
  const use = pickSite(input, (s) =>
    s.path[0] === "spec" && isComponent(s) &&
    (s.path.at(-2) === "dependsOn" || s.path.at(-1) === "component"));
  if (!use) return;
  const nameOf = (s: Site) =>
    input.sites.find((n) =>
      n.file === s.file && n.document === s.document && n.path.join() === "metadata,name"
    )!;
  const user = nameOf(use);
  const used = input.sites.find((s) =>
    s.path.join() === "metadata,name" && isComponent(s) &&
    s.value === String(use.value).replace(/^.*\//, "")
  );
  const spec = used &&
    input.sites.find((s) =>
      s.file === used.file && s.document === used.document && s.path.join() === "spec"
    );
  const taken = used &&
    input.sites.some((s) =>
      s.file === used.file && s.document === used.document && s.path.join() === "spec,dependsOn"
    );
  if (!used || !spec?.key || taken || used === user) return;
  const back = `${serviceOf(input, user)}/${user.value}`;
  const made = replaced(
    input,
    used.file,
    spec.key.end + 1,
    spec.key.end + 1,
    `\n  dependsOn: [${back}]`,
  );
  return {
    ...made,
    lines: [made.lines[0]! + 1],
    // Either of the two references may be the one too many.
    elsewhere: [{
      file: use.file,
      line: lineOf(input.sample.files[use.file]!, use.span.start) +
        (use.file === made.file && use.span.start > spec.key.end ? 1 : 0),
    }],
    destroyed: [],
    added: [back, String(user.value)],
  };
};
