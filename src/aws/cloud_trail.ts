import type { Clock } from "../ports/clock.ts";
import { askJson } from "./calls.ts";
import type { AwsClient } from "./client.ts";

/** One event as CloudTrail lists it. */
export interface TrailEvent {
  /** Milliseconds since 1970 UTC. */
  at: number;
  /** The whole record, as JSON text. */
  text: string;
}

/** What was found, newest first; `complete` says whether it is all that there is. */
export interface TrailEvents {
  events: TrailEvent[];
  complete: boolean;
}

/** AWS allows two requests a second in an account and region (CloudTrail API reference, LookupEvents). */
const PACE_MS = 500;

/** Management events of the last 90 days, of one account in one region. Throws AwsError and NoAnswer. */
export class CloudTrail {
  constructor(private readonly client: AwsClient, private readonly clock: Clock) {}

  /**
   * Events of one name.
   *
   * @param since milliseconds since 1970 UTC
   * @param pages most requests, each of 50 events
   * @param onPage told after each how far back it was looked, in milliseconds since 1970 UTC
   */
  async lookupEvents(
    name: string,
    { since, pages, onPage }: { since: number; pages: number; onPage?(back: number): void },
    signal?: AbortSignal,
  ): Promise<TrailEvents> {
    const events: TrailEvent[] = [];
    let token: string | undefined;
    for (let page = 0; page < pages; page++) {
      if (page > 0) await this.clock.sleep(PACE_MS, signal);
      const answer = await this.#lookup({
        LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: name }],
        StartTime: Math.floor(since / 1000),
        MaxResults: 50,
        NextToken: token,
      }, signal);
      for (const { EventTime, CloudTrailEvent } of answer.Events ?? []) {
        events.push({ at: EventTime * 1000, text: CloudTrailEvent });
      }
      token = answer.NextToken;
      onPage?.(events.at(-1)?.at ?? since);
      if (token === undefined) break;
    }
    return { events, complete: token === undefined };
  }

  async #lookup(parameters: Record<string, unknown>, signal?: AbortSignal): Promise<{
    Events?: { EventTime: number; CloudTrailEvent: string }[];
    NextToken?: string;
  }> {
    return await askJson(
      this.client,
      {
        service: "cloudtrail",
        target: "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101",
        operation: "LookupEvents",
      },
      parameters,
      signal,
    );
  }
}
