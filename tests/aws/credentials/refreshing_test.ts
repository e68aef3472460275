import assert from "node:assert/strict";
import type { Credentials } from "../../../src/aws/credentials/credentials.ts";
import { RefreshingCredentials } from "../../../src/aws/credentials/refreshing.ts";
import { InstantClock } from "../instant_clock.ts";

const MINUTE = 60_000;

/** Credentials that last so many minutes; `fail` makes the source fail. */
function source(minutes: number | undefined) {
  const clock = new InstantClock();
  const state = { found: 0, fail: false };
  const credentials = new RefreshingCredentials((): Promise<Credentials> => {
    state.found++;
    if (state.fail) return Promise.reject(new Error("source is down"));
    return Promise.resolve({
      accessKeyId: `K${state.found}`,
      secretAccessKey: "s",
      expiresAt: minutes === undefined ? undefined : clock.wall() + minutes * MINUTE,
      source: "test",
    });
  }, clock);
  const key = async () => (await credentials.get()).accessKeyId;
  return { clock, state, credentials, key };
}

Deno.test("get() asks once for many callers, and for ever when the keys stay", async () => {
  const { key, clock } = source(undefined);
  assert.deepEqual(await Promise.all([key(), key(), key()]), ["K1", "K1", "K1"]);
  clock.advance(1e12);
  assert.equal(await key(), "K1");
});

Deno.test("get() renews five minutes before the end", async () => {
  const { key, clock } = source(60);
  await key();
  clock.advance(54 * MINUTE);
  assert.equal(await key(), "K1");
  clock.advance(2 * MINUTE);
  assert.deepEqual(await Promise.all([key(), key()]), ["K2", "K2"]);
});

Deno.test("get() keeps credentials that last less than five minutes for a minute", async () => {
  const { key, clock } = source(3);
  await key();
  clock.advance(0.9 * MINUTE);
  assert.equal(await key(), "K1");
  clock.advance(0.2 * MINUTE);
  assert.equal(await key(), "K2");
});

Deno.test("get() goes on with the old ones while they are good when renewing fails", async () => {
  const { key, clock, state } = source(60);
  await key();
  state.fail = true;
  clock.advance(56 * MINUTE);
  assert.equal(await key(), "K1");
  clock.advance(5 * MINUTE);
  await assert.rejects(key(), /source is down/);
  state.fail = false;
  assert.equal(await key(), "K4");
});

Deno.test("get() gives none that were refused", async () => {
  const { credentials, key } = source(60);
  credentials.forget(await credentials.get());
  assert.equal(await key(), "K2");
  credentials.forget({ accessKeyId: "K1", secretAccessKey: "s", source: "late" });
  assert.equal(await key(), "K2");
});

Deno.test("get() lets one caller give up and serves the others", async () => {
  const { credentials } = source(60);
  const stop = new AbortController();
  const one = assert.rejects(credentials.get(stop.signal), /stopped/);
  const other = credentials.get();
  stop.abort(new Error("stopped"));
  await one;
  assert.equal((await other).accessKeyId, "K1");
  await assert.rejects(credentials.get(stop.signal), /stopped/);
});
