import type { HealthSubject, Verdict } from "../../ports/health.ts";
import type { AwsClient } from "../client.ts";

interface Configuration {
  State?: string;
  StateReason?: string;
  LastUpdateStatus?: string;
  LastUpdateStatusReason?: string;
}

/** Whether a function is active with its last change. */
export async function lambdaFunction(
  client: AwsClient,
  _subject: HealthSubject,
  name: string,
  signal?: AbortSignal,
): Promise<Verdict> {
  const { body } = await client.send({
    service: "lambda",
    operation: "GetFunctionConfiguration",
    method: "GET",
    path: `/2015-03-31/functions/${encodeURIComponent(name)}/configuration`,
    repeat: "always",
  }, signal);
  const { State, StateReason, LastUpdateStatus, LastUpdateStatusReason } = JSON.parse(
    new TextDecoder().decode(body),
  ) as Configuration;
  if (State === "Failed") return { status: "unhealthy", message: StateReason ?? "it is failed" };
  if (LastUpdateStatus === "Failed") {
    return { status: "unhealthy", message: LastUpdateStatusReason ?? "its last change failed" };
  }
  if (State === "Pending" || LastUpdateStatus === "InProgress") {
    return { status: "waiting", message: "it is being made ready" };
  }
  // Inactive: not called for long, ready at the next call.
  return { status: "healthy", message: "" };
}
