/** Prints how panka compares; asserts nothing. Run on a quiet machine: `make bench`. */
import { fileURLToPath } from "node:url";
import { benchApply } from "./apply.ts";
import { benchOffline } from "./offline.ts";
import { benchOwn } from "./own.ts";
import { benchSandbox } from "./sandbox.ts";
import { benchState } from "./state.ts";

const panka = fileURLToPath(new URL("../../dist/panka", import.meta.url));
const folder = await Deno.makeTempDir({ prefix: "panka-bench-" });
try {
  await benchOffline(panka, folder);
  benchState();
  await benchSandbox(panka, folder);
  await benchOwn(panka, folder);
  await benchApply(folder);
} finally {
  await Deno.remove(folder, { recursive: true });
}
