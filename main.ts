import { parseEvents } from "js-yaml";
if (Deno.args[0] === "version") console.log("panka 0.1.0");
else {
  console.log(parseEvents("a: 1", {}).length);
  const m = await import("./t2.ts");
  console.log(m.f());
}
