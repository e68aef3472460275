import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { findCommand } from "../../src/cli/command_table.ts";
import { e2eMissing, PANKA } from "../e2e/panka.ts";
import { Upstream } from "../iam/proxy/upstream.ts";
import { startIamProxy } from "../iam/proxy.ts";
import { findRig } from "../rig/rig.ts";
import { startMinistack } from "../rig/servers.ts";
import { stepsOf } from "./guide.ts";
import { Reader } from "./reader.ts";

const ACCOUNT = "111122223333";
const read = (page: string) => Deno.readTextFileSync(new URL(`../../${page}`, import.meta.url));
const missing = e2eMissing();
if (missing) console.log(`SKIPPED tests/guides: ${missing}`);

/** A file that a page tells to write. */
const fileOf = (page: string, name: string): string => {
  const step = stepsOf(read(page)).find((step) => step.kind === "file" && step.name === name);
  assert.ok(step?.kind === "file", name);
  return step.text;
};

/** Who is who in the guides, by the profiles that they name; `ci` has what OIDC gives a runner. */
const PROFILES = `[profile platform]
aws_access_key_id = AKIAPLATFORM
aws_secret_access_key = x
region = us-east-1
[profile payments-dev]
aws_access_key_id = AKIAMEMBER
aws_secret_access_key = x
region = us-east-1
[profile ci]
role_arn = arn:aws:iam::${ACCOUNT}:role/ci-payments
source_profile = runner
region = us-east-1
[profile runner]
aws_access_key_id = AKIARUNNER
aws_secret_access_key = x
`;

Deno.test({
  name: "the guides work as they are written, by the policies that they give",
  ignore: missing !== undefined,
}, async (t) => {
  const rig = findRig();
  if ("missing" in rig) throw new Error(rig.missing);
  await using cloud = new AsyncDisposableStack();
  const emulator = cloud.adopt(await startMinistack({ moto: true }), (one) => one.stop());
  const place = cloud.adopt(
    await Deno.makeTempDir({ prefix: "panka-guides-" }),
    (folder) => Deno.remove(folder, { recursive: true }),
  );
  const member = fileOf("docs/platform-guide.md", "member-policy.json");
  const user = (name: string) => `arn:aws:iam::${ACCOUNT}:user/${name}`;
  const proxy = cloud.use(startIamProxy({
    upstream: emulator.url,
    principals: [
      {
        accessKeyId: "AKIAPLATFORM",
        arn: user("grace"),
        policies: [fileOf("docs/platform-guide.md", "platform-policy.json")],
      },
      { accessKeyId: "AKIAMEMBER", arn: user("ada"), policies: [member] },
      { accessKeyId: "AKIARUNNER", arn: user("runner") },
    ],
  }));
  const trust = {
    Version: "2012-10-17",
    Statement: [{
      Effect: "Allow",
      Principal: { AWS: user("runner") },
      Action: "sts:AssumeRole",
    }],
  };
  const upstream = new Upstream(emulator.url, [ACCOUNT]);
  const role = { RoleName: "ci-payments" };
  await upstream.iam(ACCOUNT, {
    ...role,
    Action: "CreateRole",
    AssumeRolePolicyDocument: JSON.stringify(trust),
  });
  await upstream.iam(ACCOUNT, {
    ...role,
    Action: "PutRolePolicy",
    PolicyName: "log-in",
    PolicyDocument: member,
  });

  const reader = await readerIn(place, {
    PATH: `${place}/bin:${rig.env.PATH}:/usr/bin:/bin`,
    AWS_ENDPOINT_URL: proxy.url,
    AWS_EC2_METADATA_DISABLED: "true",
  });
  await Deno.symlink(PANKA, `${place}/bin/panka`);
  await Deno.mkdir(`${place}/home/.aws`);
  await Deno.writeTextFile(`${place}/home/.aws/config`, PROFILES);
  await reader.follow(t, "docs/platform-guide.md");
  await reader.forget();
  await reader.follow(t, "docs/team-guide.md");
});

/** Somebody at home in a place, with an empty folder to work in. */
async function readerIn(place: string, env: Record<string, string>): Promise<Reader> {
  for (const name of ["home", "bin", "kept", "desk"]) await Deno.mkdir(`${place}/${name}`);
  return new Reader(
    `${place}/desk`,
    `${place}/kept`,
    { HOME: `${place}/home`, USER: "grace", ...env },
    () => Deno.readTextFileSync(`${place}/desk/payments-3.token`).trim(),
  );
}

Deno.test("the five minutes of README.md work as they are written", async (t) => {
  const place = await Deno.makeTempDir({ prefix: "panka-readme-" });
  try {
    const reader = await readerIn(place, {
      PATH: `${place}/bin:/usr/bin:/bin`,
      PANKA_SANDBOX_TIME: "0",
      DENO_DIR: Deno.env.get("DENO_DIR") ?? "",
    });
    // From source: the executable need not be built.
    const main = fileURLToPath(new URL("../../main.ts", import.meta.url));
    const config = fileURLToPath(new URL("../../deno.json", import.meta.url));
    await Deno.writeTextFile(
      `${place}/bin/panka`,
      `#!/bin/sh\nexec "${Deno.execPath()}" run -A --no-check --config "${config}" "${main}" "$@"\n`,
      { mode: 0o755 },
    );
    await reader.follow(t, "README.md");
  } finally {
    await Deno.remove(place, { recursive: true });
  }
});

for (const page of ["README.md", "docs/platform-guide.md", "docs/team-guide.md"]) {
  Deno.test(`${page} names commands that are there`, () => {
    for (const [, words] of read(page).matchAll(/`panka ([a-z][^`]*)`/g)) {
      const found = findCommand(words!.split(/\s+/));
      assert.ok(found?.entry.load, `panka ${words}`);
    }
  });
}
