import { xml } from "../../../src/aws/xml.ts";
import { type Decision, evaluate, type Policies } from "../evaluate.ts";
import { type HttpAsk, parseForm } from "../http_ask.ts";
import type { Caller, IamRequest } from "../request.ts";
import { requestsOf } from "../requests_of.ts";
import { type ServiceError, stsAnswer } from "./answers.ts";
import { assume, wrongWith } from "./assume_role.ts";
import type { Credential } from "./credentials.ts";
import type { Installed } from "./installed.ts";
import type { Upstream } from "./upstream.ts";

/** A request that came, and what became of it. */
export interface Judged {
  service: string;
  method: string;
  /** Path and query, exactly as sent. */
  target: string;
  /** Undefined: nobody known. */
  caller?: Caller;
  /** What IAM was asked; none when no permission is needed, or it was refused before. */
  asked: (IamRequest & Decision)[];
  allowed: boolean;
  /** Why not. */
  why?: string;
}

/** Goes on to the emulator as an account, is answered, or is refused. */
export type Verdict = { as: string } | { answer: Uint8Array } | { error: ServiceError };

const ANONYMOUS: Credential = { caller: { kind: "anonymous", arn: "anonymous" } };

/** Decides over requests by who asks and the policies in force. */
export class Judge {
  constructor(
    private readonly upstream: Upstream,
    private readonly installed: Installed,
    private readonly credentials: Map<string, Credential>,
    private readonly now: () => number,
  ) {}

  /** Writes into `judged` what is found out on the way. */
  async judge(ask: HttpAsk, judged: Judged, secure: boolean): Promise<Verdict> {
    const credential = this.#credentialOf(ask);
    if ("code" in credential) return { error: credential };
    const { caller } = credential;
    judged.caller = caller;
    const form = ask.service === "sts" ? parseForm(new TextDecoder().decode(ask.body)) : new Map();
    const action = form.get("Action");
    const role = action === "AssumeRole" ? await this.#role(form.get("RoleArn")) : undefined;
    const wrong = action === "AssumeRole" ? wrongWith(form, credential, role) : undefined;
    if (wrong) return { error: wrong };

    const world = this.upstream.world(caller.account ?? "", ask.region);
    const requests = await requestsOf(ask, caller, { world, secure, now: this.now() });
    const own = await this.#policiesOf(credential);
    for (const request of requests) {
      const resource = await this.installed.ofResource(request);
      judged.asked.push({ ...request, ...evaluate(request, { ...own, resource }) });
    }
    const refused = judged.asked.find((each) => !each.allowed);
    if (refused) {
      judged.why = `${refused.action} on ${refused.resource}: ${refused.why}`;
      return { error: denied(refused) };
    }
    const stranger = ask.headers.get("x-amz-expected-bucket-owner");
    if (ask.service === "s3" && stranger && requests.some(({ account }) => account !== stranger)) {
      return { error: { code: "AccessDenied", message: "Access Denied" } };
    }
    if (ask.service !== "sts") return { as: requests[0]?.account || caller.account! };

    if (action === "GetCallerIdentity") {
      return { answer: stsAnswer(ask, action, identity(caller)) };
    }
    if (!role) {
      return { error: { code: "AccessDenied", message: `sts:${action} is not served here` } };
    }
    const assumed = await assume(form, credential, role, this.installed, this.now());
    this.credentials.set(assumed.accessKeyId, assumed.credential);
    return { answer: stsAnswer(ask, "AssumeRole", assumed.answer) };
  }

  #credentialOf(ask: HttpAsk): Credential | ServiceError {
    if (ask.accessKeyId === undefined && ask.service === "s3") return ANONYMOUS;
    const found = this.credentials.get(ask.accessKeyId ?? "");
    if (!found || found.token !== ask.sessionToken) {
      return {
        code: ask.service === "s3" ? "InvalidAccessKeyId" : "InvalidClientTokenId",
        jsonCode: "UnrecognizedClientException",
        message: "The security token included in the request is invalid.",
      };
    }
    if (found.expiresAt !== undefined && found.expiresAt <= this.now()) {
      return {
        code: "ExpiredToken",
        jsonCode: "ExpiredTokenException",
        message: "The security token included in the request is expired",
        status: ask.service === "s3" ? 400 : 403,
      };
    }
    return found;
  }

  async #role(arn: string | undefined) {
    const [, , , , account = "", name = ""] = arn?.split(":") ?? [];
    const role = await this.upstream.role(account, name.split("/").at(-1)!);
    return role?.arn === arn ? role : undefined;
  }

  async #policiesOf(credential: Credential): Promise<Policies> {
    const { identity, boundary, session, caller } = credential;
    if (!caller.roleArn) return { identity, boundary };
    const name = caller.roleArn.split("/").at(-1)!;
    return { ...await this.installed.ofRole(caller.account!, name), session };
  }
}

function identity(caller: Caller) {
  return [
    xml("Arn", caller.arn),
    xml("UserId", caller.userId ?? ""),
    xml("Account", caller.account ?? ""),
  ];
}

/** In AWS's words (IAM User Guide, "Troubleshoot access denied error messages"). */
function denied({ caller, action, resource, refusedBy }: IamRequest & Decision): ServiceError {
  const { type = "", explicit = false } = refusedBy ?? {};
  const reason = action.startsWith("sts:")
    ? ""
    : explicit
    ? ` with an explicit deny in ${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`
    : ` because no ${type} allows the ${action} action`;
  return {
    code: "AccessDenied",
    jsonCode: "AccessDeniedException",
    message:
      `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource}${reason}`,
  };
}
