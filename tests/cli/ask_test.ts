import assert from "node:assert/strict";
import { questionStreams } from "../../src/cli/prompt/ask.ts";
import { testWorld } from "./test_world.ts";

Deno.test({
  name: "questionStreams() ends the question when the program goes on after Ctrl-Z",
  ignore: Deno.build.os === "windows",
  async fn() {
    const { signal } = questionStreams(testWorld());
    assert.equal(signal!.aborted, false);
    const ended = new Promise((resolve) => signal!.addEventListener("abort", resolve));
    // A listener alone keeps no program going.
    const alive = setInterval(() => {}, 1000);
    Deno.kill(Deno.pid, "SIGCONT");
    await ended;
    clearInterval(alive);
  },
});
