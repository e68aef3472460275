import type { TrailEvent } from "../aws/cloud_trail.ts";
import { PLATFORM_PATH, tenantRoleName } from "./names.ts";

/** A login that AWS refused: a wrong token, or a tenant that is suspended, deleted or was never there. */
export interface FailedLogin {
  /** RFC 3339. */
  at: string;
  tenant: string;
  /** ARN of who tried. */
  identity: string;
  sourceIp: string;
}

const ROLE = new RegExp(`:role${PLATFORM_PATH}${tenantRoleName("([a-z0-9-]+)")}(?![\\w-])`);

/** Finds them among events of AssumeRole. A refusal has its role in the message, and often nowhere else. */
export function failedLogins(events: readonly TrailEvent[]): FailedLogin[] {
  return events.flatMap(({ at, text }) => {
    const record = recordOf(text);
    if (!/^AccessDenied/.test(String(record.errorCode))) return [];
    const { userIdentity, sourceIPAddress, requestParameters, errorMessage } = record;
    const role = ROLE.exec(`${requestParameters?.roleArn ?? ""} ${errorMessage ?? ""}`);
    if (!role) return [];
    return [{
      at: new Date(at).toISOString(),
      tenant: role[1]!,
      identity: String(userIdentity?.arn ?? userIdentity?.principalId ?? "unknown"),
      sourceIp: String(sourceIPAddress ?? "unknown"),
    }];
  });
}

/** What is read of CloudTrail's record of an event. */
interface EventRecord {
  errorCode?: unknown;
  errorMessage?: unknown;
  userIdentity?: { arn?: unknown; principalId?: unknown };
  sourceIPAddress?: unknown;
  requestParameters?: { roleArn?: unknown } | null;
}

function recordOf(text: string): EventRecord {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
