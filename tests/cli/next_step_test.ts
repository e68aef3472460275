import assert from "node:assert/strict";
import { inPlace, sameRun, sameStack } from "../../src/cli/next_step.ts";

Deno.test("sameStack() names the folder, the environment and the sandbox as they were given", () => {
  assert.equal(sameStack(undefined, "dev", {}), "-e dev");
  assert.equal(sameStack("shop", "dev", { sandbox: true }), "shop -e dev --sandbox");
  assert.equal(sameStack(undefined, "dev", { stack: "shop" }), "--stack shop -e dev");
});

Deno.test("sameStack() quotes what a shell would take apart", () => {
  assert.equal(sameStack("my stacks/shop", "dev", {}), "'my stacks/shop' -e dev");
  assert.equal(sameStack("it's", "dev", {}), "'it'\\''s' -e dev");
  assert.equal(sameStack("$(id)", "dev", {}), "'$(id)' -e dev");
});

Deno.test("inPlace() says of which stack a command is, once, before its own flags", () => {
  const says = (text: string) => inPlace(text, "shop -e live --sandbox");
  assert.equal(says("plan again: panka plan"), "plan again: panka plan shop -e live --sandbox");
  assert.equal(
    says('"panka state history" lists them, panka state restore --version V goes back'),
    '"panka state history shop -e live --sandbox" lists them, ' +
      "panka state restore shop -e live --sandbox --version V goes back",
  );
  for (
    const text of [
      "panka plan shop -e live",
      "panka status -e dev --follow",
      "panka apply FILE --approve-production",
      "panka apply new.plan",
      "panka stack list shows those below",
    ]
  ) assert.equal(says(text), text);
  assert.equal(inPlace("next: panka plan", undefined), "next: panka plan");
});

Deno.test("sameRun() adds part and variables, and no variable's value", () => {
  const given = { var: ["A=1", "B=b=c"], varFile: ["v.yaml"], service: ["api"] };
  assert.equal(
    sameRun("-e dev", given),
    "-e dev --var A --var B --var-file v.yaml --service api",
  );
});
