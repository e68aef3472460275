import type { ResourceGraph } from "../engine/resource.ts";
import type { Diagnostic } from "../stack/model.ts";

interface Told {
  events: string[];
  filterPrefix?: string;
  filterSuffix?: string;
}

/**
 * Buckets that would tell two of the same object: S3 refuses that, whoever they are (Amazon S3 User
 * Guide, "Configuring event notifications using object key name filtering").
 */
export function overlappingEvents({ resources }: ResourceGraph): Diagnostic[] {
  return resources.flatMap(({ type, properties }): Diagnostic[] => {
    if (type !== "aws:s3/bucketNotification:BucketNotification") return [];
    const lists = [properties.queues, properties.topics, properties.lambdaFunctions];
    const all = lists.flatMap((list) => (list ?? []) as unknown as Told[]);
    const event = all.flatMap((one, i) =>
      all.slice(i + 1).flatMap((other) => shared(one, other))
    )[0];
    return event === undefined ? [] : [{
      severity: "error",
      code: "overlapping-events",
      summary: `the bucket ${properties.bucket} tells two of ${event} for the same objects`,
      why: "S3 takes each event for each object once",
      fix: "give each a prefix or suffix of its own, or put an SNS topic or EventBridge between",
    }];
  });
}

/** The events of which both are told, for some object. */
function shared(one: Told, other: Told): string[] {
  const [a, b] = [one.filterPrefix ?? "", other.filterPrefix ?? ""];
  const [x, y] = [one.filterSuffix ?? "", other.filterSuffix ?? ""];
  const same = (a.startsWith(b) || b.startsWith(a)) && (x.endsWith(y) || y.endsWith(x));
  return same ? one.events.filter((event) => other.events.some((it) => covers(event, it))) : [];
}

/** `s3:ObjectCreated:*` is all of what is created. */
function covers(one: string, other: string): boolean {
  const start = (event: string) => event.replace(/\*$/, "");
  return one === other || (one.endsWith("*") && other.startsWith(start(one))) ||
    (other.endsWith("*") && one.startsWith(start(other)));
}
