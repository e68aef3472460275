/** Says region and caller, as the environment has them. */
import { openAws } from "../../src/aws/open.ts";
import { Sts } from "../../src/aws/sts.ts";
import { InstantClock } from "./instant_clock.ts";
import { realRandom } from "./real_world.ts";

try {
  const { client } = await openAws({ clock: new InstantClock(Date.now()), random: realRandom });
  console.log(client.region, (await new Sts(client).getCallerIdentity()).arn);
} catch (error) {
  console.log(String(error));
}
Deno.exit();
