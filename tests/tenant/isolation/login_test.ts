import assert from "node:assert/strict";
import { mistakable } from "../../../src/tenant/names.ts";
import { Seeded } from "../../random.ts";
import { admitted, aTenant, LOGINS } from "./logins.ts";
import { tenantName } from "./world.ts";

for (const [name, { allowed, next }] of Object.entries(LOGINS)) {
  Deno.test(`${name}, 3,000 times`, () => {
    const start = Number(Deno.env.get("SEED") ?? Math.floor(Math.random() * 2 ** 31));
    for (let seed = start; seed < start + 3_000; seed++) {
      const random = new Seeded(seed);
      const names = [tenantName(random), tenantName(random)] as const;
      if (names[0] === names[1] || mistakable(names[0], [names[1]])) continue;
      const [mine, other] = [aTenant(random, names[0]), aTenant(random, names[1])];
      const login = next(random, mine, other);
      assert.equal(admitted(mine, login), allowed, `SEED=${seed} ${JSON.stringify(login)}`);
    }
  });
}
