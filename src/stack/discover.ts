import { type Entry, FileProblem, type Files } from "../ports/files.ts";
import type { Report } from "./report.ts";
import { nearest } from "../schema/nearest.ts";

/** What a YAML file is for, by where it lies. */
export type Role =
  | { type: "stack" }
  | { type: "service"; service: string }
  | { type: "infra" }
  | { type: "overlay"; environment: string };

export interface FoundFile {
  /** As it is to be shown and opened. */
  path: string;
  role: Role;
}

export interface Discovery {
  files: FoundFile[];
  /** Service folders, in order. */
  services: string[];
  /** Names of the folders under environments/. */
  environments: string[];
  /** The files laid over everything in that environment. */
  overlay(environment: string): FoundFile[];
}

const MAX_FILES = 20_000;
const MAX_DEPTH = 16;
/** Bytes of a file that is only looked at. */
const MOST_LOOKED_AT = 1024 * 1024;
const isYaml = (name: string) => /\.ya?ml$/i.test(name);
const join = (folder: string, name: string) => folder === "." ? name : `${folder}/${name}`;
/** Folders of plain files, which are mounted and not read as documents. */
const PLAIN = new Set(["config", "configs"]);

/** Finds the YAML files of the stack at `root`: a folder with stack.yaml, or one file. */
export function discover(files: Files, root: string, report: Report): Discovery {
  const found: Discovery = { files: [], services: [], environments: [], overlay: () => [] };
  const top = files.stat(root);
  if (top?.kind === "file") {
    found.files.push({ path: root, role: { type: "stack" } });
    return found;
  }
  if (top?.kind !== "folder") {
    report.at(undefined, {
      code: "no-stack",
      summary: `"${root}" is not there`,
      fix: "name a folder that holds stack.yaml, or run: panka init",
    });
    return found;
  }
  const walk = new Walk(files, root, report);
  const entries = walk.entries(root);
  const names = entries.map((entry) => entry.name);
  const main = ["stack.yaml", "stack.yml"].find((name) => names.includes(name));
  if (main === undefined) {
    const close = nearest("stack.yaml", names);
    report.at(undefined, {
      code: "no-stack",
      summary: `no stack.yaml in "${root}"`,
      why: names.includes("stacks")
        ? "there is a folder stacks/: one of its folders may be meant"
        : undefined,
      fix: close
        ? `rename ${close} to stack.yaml`
        : "run panka init, or name the folder that holds stack.yaml",
    });
    return found;
  }
  // A link out of the stack, or to nowhere, has been reported.
  const link = entries.find(({ name, kind }) => name === main && kind === "link");
  if (link && walk.kindOf(join(root, main), link) === "other") return found;
  const services = join(root, "services");
  const environments = join(root, "environments");
  const isFolder = (name: string) => {
    const entry = entries.find((entry) => entry.name === name);
    return entry !== undefined && walk.kindOf(join(root, name), entry) === "folder";
  };
  walk.unread(root, entries.filter(({ name }) => name !== main), "services/NAME/ or infra/");
  if (isFolder("services")) {
    found.services = walk.folders(services);
    walk.unread(services, walk.entries(services), "services/NAME/");
  }
  if (isFolder("environments")) {
    found.environments = walk.folders(environments);
    walk.unread(environments, walk.entries(environments), "environments/NAME/");
  }
  found.files = [
    { path: join(root, main), role: { type: "stack" } },
    ...found.services.flatMap((service) =>
      walk.yaml(join(services, service), { type: "service", service })
    ),
    ...(isFolder("infra") ? walk.yaml(join(root, "infra"), { type: "infra" }) : []),
  ];
  found.overlay = (environment) =>
    found.environments.includes(environment)
      ? walk.yaml(join(environments, environment), { type: "overlay", environment })
      : [];
  return found;
}

class Walk {
  /** Real paths of the folders that are being walked: a link back to one is a circle. */
  private readonly above = new Set<string>();
  private readonly realRoot: string;
  private count = 0;

  constructor(
    private readonly files: Files,
    root: string,
    private readonly report: Report,
  ) {
    this.realRoot = files.real(root);
    this.above.add(this.realRoot);
  }

  entries(folder: string): Entry[] {
    try {
      return this.files.list(folder);
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error;
      this.report.at(undefined, {
        code: "unreadable",
        summary: `can't read the folder "${folder}"`,
        why: error.message,
        fix: "check its permissions, or remove it",
      });
      return [];
    }
  }

  folders(folder: string): string[] {
    return this.entries(folder)
      .filter((entry) =>
        !entry.name.startsWith(".") && this.kindOf(join(folder, entry.name), entry) === "folder"
      )
      .map((entry) => entry.name);
  }

  /** Warns of panka's own documents among the entries of a folder from which no file is read. */
  unread(folder: string, entries: readonly Entry[], where: string): void {
    for (const { name, kind } of entries) {
      const path = join(folder, name);
      if (kind !== "file" || !isYaml(name) || this.files.stat(path)!.size > MOST_LOOKED_AT) {
        continue;
      }
      const text = new TextDecoder().decode(this.files.read(path));
      if (!/^apiVersion: *["']?\w+\.panka\.io\//m.test(text)) continue;
      this.report.at(undefined, {
        severity: "warning",
        code: "unread-file",
        summary: `"${path}" is not read: nothing in it is deployed`,
        fix: `move it to ${where}`,
      });
    }
  }

  yaml(folder: string, role: Role, depth = 0): FoundFile[] {
    if (depth > MAX_DEPTH) {
      this.problem(
        "too-deep",
        `"${folder}" is more than ${MAX_DEPTH} folders deep`,
        "move its files up",
      );
      return [];
    }
    const real = this.files.real(folder);
    if (this.above.has(real)) {
      this.problem("link-circle", `"${folder}" leads back to a folder above it`, "remove the link");
      return [];
    }
    this.above.add(real);
    const found: FoundFile[] = [];
    for (const entry of this.entries(folder)) {
      if (entry.name.startsWith(".") || PLAIN.has(entry.name)) continue;
      const path = join(folder, entry.name);
      const kind = this.kindOf(path, entry);
      if (kind === "folder") found.push(...this.yaml(path, role, depth + 1));
      else if (kind === "file" && isYaml(entry.name) && ++this.count <= MAX_FILES) {
        found.push({ path, role });
      }
      if (this.count === MAX_FILES + 1) {
        this.problem("too-many-files", `more than ${MAX_FILES} YAML files`, "split the stack");
      }
    }
    this.above.delete(real);
    return found;
  }

  /** Resolves links; those that lead out of the stack or nowhere are reported and count as nothing. */
  kindOf(path: string, entry: Entry): Entry["kind"] {
    if (entry.kind !== "link") return entry.kind;
    try {
      const real = this.files.real(path);
      if (real === this.realRoot || real.startsWith(this.realRoot + "/")) {
        return this.files.stat(path)?.kind ?? "other";
      }
      this.problem(
        "link-out",
        `"${path}" is a link to a place outside the stack`,
        "copy the file into the stack",
      );
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error;
      this.problem("link-broken", `"${path}" is a link that leads nowhere`, "remove the link");
    }
    return "other";
  }

  private problem(code: string, summary: string, fix: string): void {
    this.report.at(undefined, { code, summary, fix });
  }
}
