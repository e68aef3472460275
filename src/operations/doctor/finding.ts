import type { Files } from "../../ports/files.ts";

/** What one check found. */
export interface Finding {
  /** "pulumi", "credentials". */
  check: string;
  /** `warn`: something will be missed, but not everywhere; `fail`: it has to be mended. */
  status: "ok" | "warn" | "fail";
  /** What is there, or what is wrong, in a line. */
  detail: string;
  /** What to do; always there when something is to be done. */
  fix?: string;
}

/** What the checks need of the machine. None of them uses the network. */
export interface Machine {
  env(name: string): string | undefined;
  home?: string;
  platform: { os: string; arch: string };
  files: Files;
  /** Throws where it can't. */
  write(path: string, content: string): void;
  remove(path: string): void;
  /** Undefined when there is no such program. */
  run(command: string[]): Promise<{ code: number; stdout: string } | undefined>;
}
