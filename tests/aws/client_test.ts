import assert from "node:assert/strict";
import type { AwsClientOptions } from "../../src/aws/client.ts";
import { AwsError, NoAnswer } from "../../src/aws/errors.ts";
import type { AwsRequest } from "../../src/aws/request.ts";
import { InstantClock } from "./instant_clock.ts";
import { clientOf } from "./real_world.ts";

const READ: AwsRequest = { service: "sts", operation: "Ask", method: "GET", repeat: "always" };
const WRITE: AwsRequest = {
  ...READ,
  method: "POST",
  repeat: "ifNotTaken",
  body: new TextEncoder().encode("x"),
};

/** A client whose requests are answered by a function. */
function answered(
  answer: (headers: Headers, number: number) => Response | Promise<Response>,
  options: Partial<AwsClientOptions> = {},
) {
  const clock = new InstantClock();
  const urls: string[] = [];
  const client = clientOf("http://aws.test", {
    clock,
    random: { bytes: (length) => new Uint8Array(length), fraction: () => 1 },
    send: async (url, init) => {
      urls.push(url);
      return await answer(new Headers(init.headers), urls.length);
    },
    ...options,
  });
  return { client, clock, urls };
}

const error = (status: number, code: string, headers: Record<string, string> = {}) =>
  Response.json({ __type: code, message: "no" }, { status, headers });

Deno.test("send() waits longer after each failure, with full jitter, and gives up after five tries", async () => {
  const { client, clock, urls } = answered(() => error(500, "InternalFailure"));
  await assert.rejects(client.send(READ), AwsError);
  assert.equal(urls.length, 5);
  assert.deepEqual(clock.waits, [200, 400, 800, 1600]);
});

Deno.test("send() does not wait at all when the jitter says so", async () => {
  const { client, clock } = answered(() => error(500, "InternalFailure"), {
    random: { bytes: (length) => new Uint8Array(length), fraction: () => 0 },
  });
  await assert.rejects(client.send(READ), AwsError);
  assert.deepEqual(clock.waits, [0, 0, 0, 0]);
});

Deno.test("send() never repeats a refusal", async () => {
  const { client, urls } = answered(() => error(400, "ValidationException"));
  await assert.rejects(client.send(READ), { code: "ValidationException", status: 400 });
  assert.equal(urls.length, 1);
});

Deno.test("send() takes the time from AWS and tries once more when its clock is wrong", async () => {
  for (const request of [READ, WRITE]) {
    const theirs = Date.UTC(2030, 5, 1, 12, 0, 0);
    const dates: string[] = [];
    const { client } = answered((headers) => {
      dates.push(headers.get("x-amz-date")!);
      return dates.length === 1
        ? error(403, "RequestTimeTooSkewed", { date: new Date(theirs).toUTCString() })
        : new Response("ok");
    });
    await client.send(request);
    await client.send(request);
    assert.deepEqual(dates, ["20260102T030405Z", "20300601T120000Z", "20300601T120000Z"]);
  }
});

Deno.test("send() corrects its clock once, and then says what AWS said", async () => {
  let hours = 0;
  const { client, urls } = answered(() =>
    error(403, "RequestTimeTooSkewed", {
      date: new Date(Date.UTC(2030, 0, 1, ++hours)).toUTCString(),
    })
  );
  await assert.rejects(client.send(WRITE), { code: "RequestTimeTooSkewed" });
  assert.equal(urls.length, 2);
});

Deno.test("send() knows DynamoDB's way of saying that the clock is wrong", async () => {
  const { client, urls } = answered((_, number) =>
    number > 1 ? new Response("ok") : Response.json(
      { __type: "InvalidSignatureException", message: "Signature expired: 2026… is earlier" },
      { status: 400, headers: { date: "Sat, 01 Jun 2030 12:00:00 GMT" } },
    )
  );
  await client.send(READ);
  assert.equal(urls.length, 2);
});

Deno.test("send() keeps its own time when an answer that is no refusal has another date", async () => {
  const dates: string[] = [];
  const { client } = answered((headers) => {
    dates.push(headers.get("x-amz-date")!);
    return new Response("ok", { headers: { date: "Sat, 01 Jun 2030 12:00:00 GMT" } });
  });
  await client.send(READ);
  await client.send(READ);
  assert.equal(dates[0], dates[1]);
});

Deno.test("send() asks for new credentials once when AWS says that they have expired", async () => {
  for (const request of [READ, WRITE]) {
    let generation = 1;
    const keys: string[] = [];
    const { client } = answered((headers) => {
      keys.push(/Credential=(\w+)/.exec(headers.get("authorization")!)![1]!);
      return generation === 1 ? error(400, "ExpiredTokenException") : new Response("ok");
    }, {
      credentials: {
        get: () =>
          Promise.resolve({
            accessKeyId: `key${generation}`,
            secretAccessKey: "s",
            source: "test",
          }),
        forget: ({ accessKeyId }) => {
          assert.equal(accessKeyId, "key1");
          generation++;
        },
      },
    });
    await client.send(request);
    assert.deepEqual(keys, ["key1", "key2"]);
  }
});

Deno.test("send() has at most 16 requests on their way", async () => {
  let now = 0;
  let most = 0;
  const gate = Promise.withResolvers<void>();
  const { client } = answered(async () => {
    most = Math.max(most, ++now);
    if (most === 16) gate.resolve();
    await gate.promise;
    now--;
    return new Response("ok");
  });
  const other = client.with({ region: "eu-west-1" });
  await Promise.all(
    Array.from({ length: 100 }, (_, index) => (index % 2 ? client : other).send(READ)),
  );
  assert.equal(most, 16);
});

Deno.test("send() lets a request in line be aborted, and the others go on", async () => {
  const gate = Promise.withResolvers<void>();
  const { client } = answered(async () => {
    await gate.promise;
    return new Response("ok");
  });
  const running = Array.from({ length: 16 }, () => client.send(READ));
  const stop = new AbortController();
  const waiting = assert.rejects(client.send(WRITE, stop.signal), /stopped/);
  const last = client.send(READ);
  await Promise.resolve();
  stop.abort(new Error("stopped"));
  await waiting;
  gate.resolve();
  await Promise.all([...running, last]);
});

Deno.test("send() says that nothing was sent when the host can't be reached", async () => {
  for (const request of [READ, WRITE]) {
    const clock = new InstantClock();
    const client = clientOf("http://127.0.0.1:1", { clock });
    await assert.rejects(client.send(request), (error) => {
      assert.ok(error instanceof NoAnswer);
      assert.equal(error.sent, false);
      return true;
    });
    assert.equal(clock.waits.length, 4);
  }
});

Deno.test("send() signs nothing when asked so", async () => {
  let authorization: string | null = "";
  const { client } = answered((headers) => {
    authorization = headers.get("authorization");
    return new Response("ok");
  });
  await client.send({ ...READ, signed: false });
  assert.equal(authorization, null);
});

Deno.test("send() tells each try to the observer", async () => {
  const seen: string[] = [];
  const { client } = answered(
    (_, number) => number === 1 ? error(500, "InternalFailure") : new Response("ok"),
    { observe: ({ service, operation, status }) => seen.push(`${service} ${operation} ${status}`) },
  );
  await client.send(READ);
  assert.deepEqual(seen, ["sts Ask 500", "sts Ask 200"]);
});
