/** A server before an emulator that lets through what IAM would, by the policies installed there. */

import type { HttpMessage } from "../faults/http_message.ts";
import { forward, serveWire } from "../faults/wire.ts";
import { BadAsk, type HttpAsk, readAsk } from "./http_ask.ts";
import { errorAnswer } from "./proxy/answers.ts";
import { callerOf, type Credential, type Principal } from "./proxy/credentials.ts";
import { Installed } from "./proxy/installed.ts";
import { Judge, type Judged } from "./proxy/judge.ts";
import { closing, passedOn } from "./proxy/passed_on.ts";
import { Upstream } from "./proxy/upstream.ts";

export type { Principal } from "./proxy/credentials.ts";
export type { Judged } from "./proxy/judge.ts";

export interface IamProxyOptions {
  /** Such as `http://127.0.0.1:4566`: ministack, which does as it is told for any signature. */
  upstream: string;
  /** Who has long-lived keys. Signatures are not checked, session tokens are. */
  principals: readonly Principal[];
  /** Accounts that may own a bucket, besides those of the principals. */
  accounts?: readonly string[];
  /** Policies of resources that the emulator has no place for, by ARN. */
  resourcePolicy?: (arn: string) => string | object | undefined;
  /** Milliseconds since 1970; the clock of sessions. */
  now?: () => number;
}

export interface IamProxy extends AsyncDisposable {
  url: string;
  /** Every request, in the order of arrival. */
  decisions: Judged[];
  /** What `aws:SecureTransport` says: true at first, though clients come by HTTP. */
  secure: boolean;
  stop(): Promise<void>;
}

/**
 * Starts the proxy. It answers AssumeRole and GetCallerIdentity itself, from the roles in the emulator, and
 * knows a session's policies, boundary and tags from then on; policies of roles, buckets and keys are read
 * from the emulator for every request.
 */
export function startIamProxy(options: IamProxyOptions): IamProxy {
  const accounts = new Set([
    ...options.principals.map(({ arn }) => arn.split(":")[4]!),
    ...(options.accounts ?? []),
  ]);
  const upstream = new Upstream(options.upstream, [...accounts]);
  const installed = new Installed(upstream, options.resourcePolicy ?? (() => undefined));
  const credentials = new Map(options.principals.map((principal): [string, Credential] => {
    const read = (document: string | object) =>
      installed.read(document, "identity", `policy of ${principal.arn}`);
    return [principal.accessKeyId, {
      caller: callerOf(principal),
      identity: (principal.policies ?? []).map(read),
      boundary: principal.boundary === undefined ? undefined : read(principal.boundary),
    }];
  }));
  const judge = new Judge(upstream, installed, credentials, options.now ?? Date.now);

  async function answerTo(request: HttpMessage): Promise<Uint8Array> {
    const [method = "", target = ""] = request.firstLine.split(" ");
    const judged: Judged = { service: "", method, target, asked: [], allowed: false };
    proxy.decisions.push(judged);
    const wire = { method, target, headers: request.headers, body: request.body };
    // What can't be read is answered as S3 would.
    let ask: HttpAsk = { ...wire, service: "s3", region: "", path: "", query: new Map() };
    try {
      ask = readAsk(wire);
      judged.service = ask.service;
      const verdict = await judge.judge(ask, judged, proxy.secure);
      if ("error" in verdict) {
        judged.why ??= verdict.error.message;
        return errorAnswer(ask, verdict.error);
      }
      judged.allowed = true;
      if ("answer" in verdict) return verdict.answer;
      const bytes = passedOn(request, ask, verdict.as, options.upstream);
      const answer = await forward(options.upstream, bytes, method === "HEAD");
      // Who may not list a bucket is not told what is missing in it.
      const [, bucket = "", object] = ask.path.split("/");
      const read = ask.service === "s3" && object && /^(GET|HEAD)$/.test(method);
      if (read && isNotFound(answer)) {
        const list = readAsk({ ...wire, method: "GET", target: `/${bucket}?list-type=2` });
        const may = await judge.judge(list, { ...judged, asked: [] }, proxy.secure);
        if ("error" in may) return errorAnswer(ask, may.error);
      }
      return closing(answer);
    } catch (error) {
      judged.why = String(error);
      const [code, status] = error instanceof BadAsk
        ? ["InvalidRequest", 400]
        : ["InternalError", 500];
      return errorAnswer(ask, { code, message: judged.why, status });
    }
  }

  const server = serveWire(answerTo);
  const proxy: IamProxy = {
    url: server.url,
    decisions: [],
    secure: true,
    stop: server.stop,
    [Symbol.asyncDispose]: server.stop,
  };
  return proxy;
}

const isNotFound = (answer: Uint8Array): boolean =>
  /^HTTP\/1\.1 404/.test(new TextDecoder().decode(answer.subarray(0, 12)));
