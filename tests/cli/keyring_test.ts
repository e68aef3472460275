import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const found = ["secret-tool", "gnome-keyring-daemon", "dbus-run-session"].every((name) =>
  (Deno.env.get("PATH") ?? "").split(":").some((folder) => {
    try {
      return Deno.statSync(`${folder}/${name}`).isFile;
    } catch {
      return false;
    }
  })
);
const missing = found ? "" : " (skipped: no secret-tool, gnome-keyring-daemon, dbus-run-session)";

Deno.test({
  name: `the Secret Service keeps a session of 3 kB, replaces it, and forgets it${missing}`,
  ignore: !found,
  async fn() {
    const folder = await Deno.makeTempDir();
    const program = fileURLToPath(new URL("keyring_program.ts", import.meta.url));
    try {
      const script =
        `printf '\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null && "$0" run -A "$1"`;
      const { code, stdout, stderr } = await new Deno.Command("dbus-run-session", {
        args: ["--", "sh", "-c", script, Deno.execPath(), program],
        env: { XDG_DATA_HOME: folder, XDG_RUNTIME_DIR: folder, HOME: folder },
      }).output();
      const text = new TextDecoder();
      assert.equal(code, 0, text.decode(stderr));
      assert.equal(text.decode(stdout).trim(), "kept, replaced, forgotten");
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
