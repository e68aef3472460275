import type { Handle, RenderContext } from "../render.ts";
import { keyNames } from "../shapes/key_names.ts";
import { notify } from "./notify.ts";
import { poll } from "./polling.ts";
import { subscribe } from "./subscribe.ts";
import { rule } from "./trigger_rule.ts";
import { type Source, sourceOf } from "./trigger_source.ts";
import type { Trigger } from "./triggers.ts";

/** Makes everything that calls the function, besides HTTP. */
export function connectTriggers(
  c: RenderContext<unknown>,
  fn: Handle,
  triggers: readonly Trigger[],
  ready: readonly Handle[],
): void {
  const nameOf = keyNames();
  const buckets = new Map<string, { source: Source; triggers: Trigger[] }>();
  for (const trigger of triggers) {
    const source = sourceOf(c, trigger);
    switch (trigger.type) {
      case "sqs":
      case "kinesis":
      case "dynamodb":
        poll(c, fn, trigger, source!, nameOf(trigger.type, source!.id), ready);
        break;
      case "sns":
        subscribe(c, fn, trigger, source!, nameOf("sns", source!.id));
        break;
      case "eventbridge": {
        // Without the time in its name, a rule keeps its place when the time changes.
        const what = trigger.schedule === undefined ? `events-${source?.id ?? ""}` : "schedule";
        rule(c, fn, trigger, source, nameOf(what));
        break;
      }
      case "s3": {
        if (!trigger.enabled) break;
        const bucket = buckets.get(source!.id) ?? { source: source!, triggers: [] };
        bucket.triggers.push(trigger);
        buckets.set(source!.id, bucket);
      }
    }
  }
  for (const { source, triggers } of buckets.values()) {
    notify(c, fn, source, triggers, nameOf("s3", source.id));
  }
}
