import type { FindUsed } from "../kind.ts";
import type { Report } from "../report.ts";
import type { Subscription } from "./subscription.ts";

/** Rules between a subscriber and the component that it names. */
export function checkSubscriber(
  item: Subscription,
  fifo: boolean,
  used: FindUsed,
  report: Report,
): void {
  const subscriber = item.component === undefined ? undefined : used(item.component);
  if (!subscriber) return;
  const protocol = subscriber.kind.name === "Lambda" ? "lambda" : "sqs";
  if (item.protocol !== undefined && item.protocol !== protocol) {
    report({
      code: "wrong-protocol",
      path: ["protocol"],
      summary: `"${item.component}" is reached by ${protocol}, not ${item.protocol}`,
      why: `its kind is ${subscriber.kind.name}`,
      fix: `set protocol: ${protocol}, or remove "protocol"`,
    });
  }
  if (fifo && protocol === "lambda") {
    report({
      code: "fifo-subscriber",
      path: ["component"],
      summary: "A fifo topic can't call a function",
      why: "SNS delivers from fifo topics to queues only",
      fix: "subscribe a queue that triggers the function, or set fifoTopic: false",
    });
  }
  if (!fifo && subscriber.spec.type === "fifo") {
    report({
      code: "fifo-subscriber",
      path: ["component"],
      summary: "A standard topic can't deliver to a fifo queue",
      why: "its messages have no order to keep",
      fix: `set fifoTopic: true, or type: standard in "${item.component}"`,
    });
  }
}
