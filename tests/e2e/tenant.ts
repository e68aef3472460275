import assert from "node:assert/strict";
import type { Place } from "./panka.ts";

/** Makes a tenant in a place that has a backend, as the platform team does. @returns the token of its members */
export async function makeTenant(place: Place, tenant: string): Promise<string> {
  const init = ["admin", "tenant", "init", tenant, "--contact", "#team"];
  const { code, stdout, stderr } = await place.panka(...init, "-o", "json");
  assert.equal(code, 0, stdout + stderr);
  const [token] = /pnk_[0-9a-z]{10}_[0-9a-f]{64}_[0-9a-f]{8}/.exec(stdout) ?? [];
  assert.ok(token, stdout);
  return token;
}
