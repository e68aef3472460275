import assert from "node:assert/strict";
import { hostWorld } from "../../src/cli/host_world.ts";

Deno.test({
  name: "write() follows no link that others put where it writes first",
  ignore: Deno.build.os === "windows",
  fn() {
    const folder = Deno.makeTempDirSync();
    try {
      Deno.writeTextFileSync(`${folder}/theirs`, "");
      Deno.symlinkSync(`${folder}/theirs`, `${folder}/token.${Deno.pid}.tmp`);
      hostWorld().write(`${folder}/token`, "secret", 0o600);
      assert.equal(Deno.readTextFileSync(`${folder}/theirs`), "");
      assert.equal(Deno.readTextFileSync(`${folder}/token`), "secret");
      assert.equal(Deno.lstatSync(`${folder}/token`).mode! & 0o777, 0o600);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  },
});
