import type { Value } from "../../engine/resource.ts";
import type { Text } from "../../schema/field.ts";
import type { Json } from "../../state/document.ts";
import type { RenderContext } from "../render.ts";

/** JSON of a spec (an event pattern, a filter) printed with the outputs it refers to put in; undefined without it. */
export const jsonText = (c: RenderContext<unknown>, json: Json | undefined) =>
  json === undefined ? undefined : { $json: jsonValue(c, json) };

function jsonValue(c: RenderContext<unknown>, json: Json): Value {
  if (Array.isArray(json)) return json.map((item) => jsonValue(c, item));
  if (typeof json !== "object" || json === null) return json;
  if ("$from" in json || "$join" in json) return c.value(json as unknown as Text);
  return Object.fromEntries(Object.entries(json).map(([key, item]) => [key, jsonValue(c, item)]));
}
