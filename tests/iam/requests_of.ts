import { type HttpAsk, readAsk, type WireRequest } from "./http_ask.ts";
import type { Caller, Context, IamRequest } from "./request.ts";
import { dynamodb } from "./services/dynamodb.ts";
import { ec2 } from "./services/ec2.ts";
import { efs } from "./services/efs.ts";
import { iam } from "./services/iam.ts";
import { kms } from "./services/kms.ts";
import { others } from "./services/others.ts";
import { secretsManager, ssm } from "./services/parameters.ts";
import { s3 } from "./services/s3.ts";
import { sts } from "./services/sts.ts";
import type { Builder, World } from "./wanted.ts";

const BUILDERS: Readonly<Record<string, Builder>> = {
  s3,
  dynamodb,
  sts,
  kms,
  ssm,
  secretsmanager: secretsManager,
  iam,
  ec2,
  elasticfilesystem: efs,
};

/** What a request's surroundings say. */
export interface Surroundings {
  world: World;
  /** Whether it came over TLS. */
  secure: boolean;
  /** Milliseconds since 1970. */
  now: number;
}

/**
 * All that AWS would ask IAM for one HTTP request; all of it must be allowed. None: no permission is
 * needed.
 *
 * @throws {BadAsk} for what no service understands, which must not be let through
 */
export async function requestsOf(
  request: WireRequest | HttpAsk,
  caller: Caller,
  { world, secure, now }: Surroundings,
): Promise<IamRequest[]> {
  const ask = "service" in request ? request : readAsk(request);
  const account = caller.account ?? "";
  const wanted = await (BUILDERS[ask.service] ?? others)({ ask, account, world });
  return await Promise.all(wanted.map(async ({ action, resource, context, ...more }) => {
    // AWS's own policies are in an account "aws", which guards nothing.
    const named = /^arn:[^:]+:[^:]+:[^:]*:(\d{12}):/.exec(resource)?.[1];
    const owner = more.account ?? named ?? account;
    return {
      caller,
      action,
      resource,
      account: owner,
      context: {
        ...resourceTags(await world.tags(resource)),
        ...context,
        ...common(ask, owner, secure, now),
      },
    };
  }));
}

const resourceTags = (tags: Readonly<Record<string, string>>): Context =>
  Object.fromEntries(
    Object.entries(tags).map(([name, value]) => [`aws:ResourceTag/${name}`, value]),
  );

/** AWS global condition context keys that every request has. */
function common(ask: HttpAsk, owner: string, secure: boolean, now: number): Context {
  const agent = ask.headers.get("user-agent");
  return {
    "aws:SecureTransport": String(secure),
    ...(secure && ask.service === "s3" && { "s3:TlsVersion": "1.3" }),
    "aws:ResourceAccount": owner,
    ...(ask.service === "s3" && { "s3:ResourceAccount": owner }),
    "aws:RequestedRegion": ask.region,
    "aws:SourceIp": "127.0.0.1",
    "aws:CurrentTime": new Date(now).toISOString(),
    "aws:EpochTime": String(Math.floor(now / 1000)),
    ...(agent !== null && { "aws:UserAgent": agent }),
  };
}
