/// <reference lib="deno.worker" />
import { search } from "./search.ts";

/**
 * Plays a range of seeds: `{first, count}` in, `{played, versions}` every so often and `{found}` at
 * the end out.
 */
self.onmessage = async ({ data }: MessageEvent<{ first: number; count: number }>) => {
  let [played, versions] = [0, 0];
  const found = await search(data.first, data.count, undefined, (outcome) => {
    played++;
    versions += outcome.versions;
    if (played % 1000 === 0) self.postMessage({ played, versions });
  });
  self.postMessage({ played, versions, ended: true, seed: found?.seed });
};
