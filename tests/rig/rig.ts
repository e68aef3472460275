/** The Pulumi rig for tests; `build.sh` puts it into `.cache/rig`. */

import { fileURLToPath } from "node:url";

/** The rig's programs, and what a `pulumi` child needs to find them. */
export interface Rig {
  /** The folder with `pulumi`, `pulumi-language-yaml` and `pulumi-resource-aws`. */
  bin: string;
  /** The Terraform AWS provider behind `pulumi-resource-aws`. */
  provider: string;
  /** The whole environment of a child, but for a home, a backend and credentials. */
  env: { PATH: string };
}

const bin = fileURLToPath(new URL("../../.cache/rig/bin", import.meta.url));
const programs = ["pulumi", "pulumi-language-yaml", "pulumi-resource-aws"];

/** Finds the rig, or says why tests that need it are to be skipped. */
export function findRig(): Rig | { missing: string } {
  const absent = programs.filter((name) => !isFile(`${bin}/${name}`));
  if (absent.length > 0) return { missing: `${absent.join(", ")} not built (make rig)` };
  let provider: string;
  try {
    provider = JSON.parse(Deno.readTextFileSync(`${bin}/bridge.json`)).provider;
  } catch {
    return { missing: `${bin}/bridge.json not written (make rig)` };
  }
  if (!isFile(provider)) return { missing: `the Terraform AWS provider is gone from ${provider}` };
  return { bin, provider, env: { PATH: bin } };
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
