import { wayOfFinding } from "./find_again.ts";
import { type Deployment, JOURNAL_KIND, type JournalEntry, NO_MANIFEST } from "./journal.ts";
import type { JournaledCheckpoint } from "./journaled_checkpoint.ts";
import { ORGANIZATION, PROJECT, resourceOfUrn } from "./urn.ts";

/** What the CLI takes for Pulumi's service, for one run. */
export interface JournalService {
  /** What the CLI needs to find it and to be let in. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

/** Seconds; longer than any run. */
const TOKEN_LIFE = 30 * 24 * 3600;

type Answer = (request: Request) => unknown;

/**
 * Serves, on this machine only, as much of Pulumi's service as `up` and `destroy` ask for. Pulumi tells its service of
 * each step before and after it with one entry of a journal, and waits for the answer; in a folder it writes the whole
 * checkpoint anew each time. (A CLI older than 3.206 knows no journal, and sends whole checkpoints here too.)
 *
 * @param home folder where the CLI may note whom it logged in to
 * @param settle makes the checkpoint durable: a step is answered only then when what it makes can't be found again else
 */
export function serveJournal(
  checkpoint: JournaledCheckpoint,
  stack: string,
  home: string,
  settle: () => Promise<void> = () => Promise.resolve(),
): JournalService {
  const token = crypto.getRandomValues(new Uint8Array(32)).toHex();
  const path = `/api/stacks/${ORGANIZATION}/${PROJECT}/${stack}`;
  const lease = () => ({ token, tokenExpiration: Math.floor(Date.now() / 1000) + TOKEN_LIFE });
  const begin: Answer = () => ({ updateID: "run" });
  const start: Answer = () => ({ ...lease(), version: 1, journalVersion: 1 });
  const nothing: Answer = () => ({});
  const answers: Record<string, Answer> = {
    "GET /api/user": () => ({
      githubLogin: "panka",
      organizations: [{ githubLogin: ORGANIZATION }],
    }),
    [`GET ${path}`]: () => ({
      id: stack,
      orgName: ORGANIZATION,
      projectName: PROJECT,
      stackName: stack,
      tags: {},
      version: 1,
    }),
    [`GET ${path}/export`]: () => ({
      version: 3,
      deployment: checkpoint.base ?? { manifest: NO_MANIFEST },
    }),
    [`PATCH ${path}/tags`]: nothing,
  };
  for (const verb of ["update", "destroy"]) {
    const run = `${path}/${verb}/run`;
    Object.assign(answers, {
      [`POST ${path}/${verb}`]: begin,
      [`POST ${run}`]: start,
      [`POST ${run}/renew_lease`]: lease,
      // The event log tells of these.
      [`POST ${run}/events/batch`]: nothing,
      [`POST ${run}/complete`]: nothing,
      async [`PATCH ${run}/journalentries`](request: Request) {
        const { entries } = await jsonOf(request) as { entries: JournalEntry[] };
        checkpoint.add(entries);
        if (entries.filter(isVital).length > 0) await settle();
      },
      async [`PATCH ${run}/checkpoint`](request: Request) {
        const { deployment } = await jsonOf(request) as { deployment: Deployment };
        await checkpoint.replace(deployment);
        await settle();
      },
    });
  }
  const replaced = new Set(checkpoint.base?.resources?.map(({ urn }) => urn));
  const creating = new Set<number>();
  /** Whether what was or will be made can't be found again by one who doesn't know of this. */
  const isVital = ({ kind, operationID, operation, state }: JournalEntry): boolean => {
    const begins = kind === JOURNAL_KIND.begin && operation?.type === "creating";
    if (begins) creating.add(operationID);
    else if (kind !== JOURNAL_KIND.success || !creating.has(operationID)) return false;
    const resource = begins ? operation.resource : state;
    if (!resource || !resourceOfUrn(resource.urn)) return false;
    const way = wayOfFinding(resource.type);
    // Of one that takes another's place, that it does.
    if (begins) return way !== "setting" && replaced.has(resource.urn);
    // AWS finds tags after a while only, and of a list nobody knows which where two are alike.
    return way === undefined || way === "tag" || way === "listing";
  };
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    if (!request.headers.get("authorization")?.endsWith(`token ${token}`)) {
      return failure(401, "this is another run's");
    }
    const answer = answers[`${request.method} ${new URL(request.url).pathname}`];
    if (!answer) return failure(404, "this is not the service that you think");
    try {
      return Response.json(await answer(request) ?? {});
    } catch (error) {
      return failure(400, error instanceof Error ? error.message : String(error));
    }
  });
  return {
    environment: {
      PULUMI_BACKEND_URL: `http://127.0.0.1:${server.addr.port}`,
      PULUMI_ACCESS_TOKEN: token,
      PULUMI_CREDENTIALS_PATH: home,
      // Until 3.251 it has to be asked for.
      PULUMI_ENABLE_JOURNALING: "true",
      // Milliseconds that a step waits for others to be told of with it.
      PULUMI_JOURNALING_BATCH_PERIOD: "2",
    },
    close: () => server.shutdown(),
  };
}

const failure = (code: number, message: string) =>
  Response.json({ code, message }, { status: code });

async function jsonOf(request: Request): Promise<unknown> {
  const compressed = request.headers.get("content-encoding") === "gzip";
  const body = compressed
    ? request.body!.pipeThrough(new DecompressionStream("gzip"))
    : request.body!;
  return await new Response(body).json();
}
