import assert from "node:assert/strict";
import fc from "fast-check";
import { askedProfile } from "../../src/config/asked_profile.ts";
import { chosenBackend } from "../../src/config/chosen_backend.ts";
import { type ConfigInputs, resolveConfig } from "../../src/config/resolve.ts";
import { SETTING_KEYS, type SettingKey } from "../../src/config/settings.ts";

type Given = Partial<Record<SettingKey, string>>;

const settingsOf = (given: Given) =>
  Object.fromEntries(Object.entries(given).map(([key, value]) => [key, { value }]));

function inputs(given: {
  flags?: Given;
  env?: Record<string, string>;
  stack?: Given;
  environments?: string[];
  near?: Given;
  home?: Given;
  session?: Given;
}): ConfigInputs {
  const file = (path: string, settings: Given) => ({
    path,
    settings: settingsOf(settings),
    diagnostics: [],
  });
  return {
    flags: given.flags,
    env: (name) => given.env?.[name],
    stack: given.stack && {
      environments: given.environments ?? [],
      settings: () => settingsOf(given.stack!),
    },
    files: [
      ...given.near ? [file(".panka.yaml", given.near)] : [],
      ...given.home ? [file("~/.panka.yaml", given.home)] : [],
    ],
    session: given.session,
  };
}

Deno.test("resolveConfig() takes the first of environment, stack, nearest file, home, default", () => {
  const all = {
    env: { PANKA_BACKEND_BUCKET: "env" },
    stack: { "backend.bucket": "stack" },
    near: { "backend.bucket": "near" },
    home: { "backend.bucket": "home" },
    session: { "backend.bucket": "session" },
  } as const;
  const order = ["env", "stack", "near", "home", "session"] as const;
  for (let skipped = 0; skipped < order.length; skipped++) {
    const left = Object.fromEntries(order.slice(skipped).map((name) => [name, all[name]]));
    const { values, hidden } = resolveConfig(inputs(left));
    assert.equal(values["backend.bucket"], order[skipped]);
    assert.deepEqual(
      hidden["backend.bucket"]!.map(({ value }) => value),
      order.slice(skipped + 1),
    );
  }
  assert.equal(resolveConfig(inputs({})).values["backend.bucket"], undefined);
});

Deno.test("resolveConfig() names the source people can go to", () => {
  const place = { file: "stack.yaml", line: 8, column: 3, length: 1, source: "" };
  const { sources } = resolveConfig({
    flags: { tenant: "t" },
    env: (name) => name === "AWS_DEFAULT_REGION" ? "eu-west-3" : undefined,
    stack: { environments: [], settings: () => ({ profile: { value: "p", place } }) },
  });
  assert.equal(sources.tenant!.name, "--tenant");
  assert.equal(sources.region!.name, "AWS_DEFAULT_REGION");
  assert.equal(sources.profile!.name, "stack.yaml:8");
  assert.equal(sources["backend.region"]!.name, "as region");
});

Deno.test("resolveConfig() lets a stack's own region win, and its tenant only fill in", () => {
  const stack = { region: "eu-west-1", tenant: "of-stack" };
  const { values } = resolveConfig(
    inputs({ env: { AWS_REGION: "us-east-2", PANKA_TENANT: "of-env" }, stack }),
  );
  assert.equal(values.region, "eu-west-1");
  assert.equal(values.tenant, "of-env");
  assert.equal(resolveConfig(inputs({ stack })).values.tenant, "of-stack");
});

Deno.test("resolveConfig() chooses the only environment that a stack declares, else dev", () => {
  const env = (environments: string[], more = {}) =>
    resolveConfig(inputs({ stack: {}, environments, ...more })).values.env;
  assert.equal(env(["live"]), "live");
  assert.equal(env(["live", "test"]), "dev");
  assert.equal(env([]), "dev");
  assert.equal(env(["live"], { env: { PANKA_ENV: "test" } }), "test");
  assert.equal(env(["live"], { env: { PANKA_ENV: "test" }, flags: { env: "qa" } }), "qa");
});

Deno.test("resolveConfig() reads a bucket as s3, with the rank of who names it", () => {
  const type = (given: Parameters<typeof inputs>[0]) =>
    resolveConfig(inputs(given)).values["backend.type"];
  assert.equal(type({ near: { "backend.bucket": "b" } }), "s3");
  assert.equal(
    type({ env: { PANKA_BACKEND_TYPE: "directory" }, near: { "backend.bucket": "b" } }),
    "directory",
  );
  assert.equal(
    type({ env: { PANKA_BACKEND_BUCKET: "b" }, near: { "backend.type": "directory" } }),
    "s3",
  );
  assert.equal(type({ near: { "backend.bucket": "b", "backend.type": "directory" } }), "directory");
});

Deno.test("resolveConfig() says what an s3 backend lacks, and where s3 came from", () => {
  const { diagnostics } = resolveConfig(inputs({ env: { PANKA_BACKEND_TYPE: "s3" } }));
  assert.deepEqual(diagnostics.map(({ code, fix }) => [code, fix]), [
    ["missing-setting", "set PANKA_BACKEND_BUCKET, or bucket: under backend: in .panka.yaml"],
    ["missing-setting", "set PANKA_BACKEND_TABLE, or table: under backend: in .panka.yaml"],
  ]);
  assert.match(diagnostics[0]!.why!, /PANKA_BACKEND_TYPE/);
});

Deno.test("resolveConfig() refuses a backend type that there is not, and variables in a backend", () => {
  const wrong = resolveConfig(inputs({ env: { PANKA_BACKEND_TYPE: "S4" } })).diagnostics;
  assert.equal(wrong[0]!.fix, "set it to s3");
  const { diagnostics } = resolveConfig(
    inputs({ stack: { "backend.bucket": "${ENVIRONMENT}-state", "backend.table": "locks" } }),
  );
  assert.deepEqual(diagnostics.map((d) => d.summary), [
    'variables are not filled in "backend.bucket"',
  ]);
});

Deno.test("chosenBackend() is the directory beside the stack when nothing is configured", () => {
  assert.deepEqual(chosenBackend(resolveConfig(inputs({}))), {
    type: "directory",
    folder: undefined,
  });
  const near = { "backend.bucket": "b", "backend.table": "t", region: "eu-west-1" };
  assert.deepEqual(chosenBackend(resolveConfig(inputs({ near }))), {
    type: "s3",
    bucket: "b",
    table: "t",
    region: "eu-west-1",
  });
});

Deno.test("askedProfile() is the one of a file, and none where AWS_PROFILE decides", () => {
  const near = { profile: "of-file" };
  assert.equal(askedProfile(resolveConfig(inputs({ near }))), "of-file");
  assert.equal(askedProfile(resolveConfig(inputs({ near, env: { AWS_PROFILE: "x" } }))), undefined);
  assert.equal(askedProfile(resolveConfig(inputs({ stack: { profile: "of-stack" } }))), "of-stack");
});

Deno.test("resolveConfig() gives every value a source, whatever is set", () => {
  const given = fc.dictionary(
    fc.constantFrom(...SETTING_KEYS),
    fc.string({ minLength: 1, maxLength: 5 }),
    { noNullPrototype: true },
  ) as fc.Arbitrary<Given>;
  fc.assert(
    fc.property(given, given, given, given, (flags, stack, near, home) => {
      const { values, sources, hidden } = resolveConfig(inputs({ flags, stack, near, home }));
      for (const key of SETTING_KEYS) {
        assert.equal(values[key] === undefined, sources[key] === undefined);
        // Nothing is lost: what was given either counts or is said to be hidden.
        for (const source of [flags, stack, near, home]) {
          const ignored = source === stack &&
            /^(env|log|pulumi|tenantToken|backend\.directory)$/.test(key);
          if (source[key] === undefined || ignored) continue;
          const known = [values[key], ...hidden[key]?.map((other) => other.value) ?? []];
          assert.ok(known.includes(source[key]), `${key}=${source[key]} is nowhere`);
        }
      }
    }),
  );
});
