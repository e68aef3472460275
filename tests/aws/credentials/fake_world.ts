import type { CredentialPorts, Ran } from "../../../src/aws/credentials/ports.ts";
import { InstantClock } from "../instant_clock.ts";

/** A request that the world got. */
export interface Asked {
  method: string;
  url: string;
  headers: Headers;
  body: string;
}

export interface World {
  env?: Record<string, string>;
  files?: Record<string, string>;
  /** Answers by "METHOD url", or all requests by a function; nothing: no host answers. */
  answers?: Record<string, Response> | ((asked: Asked) => Response | undefined);
  programs?: (command: string[]) => Ran;
  askMfaCode?: (serial: string) => Promise<string>;
}

/** Ports onto a made-up machine; what was asked is noted. */
export function fakeWorld(world: World): CredentialPorts & { asked: Asked[]; clock: InstantClock } {
  const asked: Asked[] = [];
  return {
    asked,
    clock: new InstantClock(),
    random: { bytes: (length) => new Uint8Array(length), fraction: () => 0 },
    env: (name) => world.env?.[name],
    home: "/home/ann",
    readText: (path) => Promise.resolve(world.files?.[path]),
    run: (command) => {
      if (!world.programs) return Promise.reject(new Error("no such program"));
      return Promise.resolve(world.programs(command));
    },
    send: async (url, init) => {
      const body = init.body === undefined ? "" : await new Response(init.body).text();
      const one = {
        method: init.method ?? "GET",
        url,
        headers: new Headers(init.headers),
        body,
      };
      asked.push(one);
      const { answers = {} } = world;
      const answer = typeof answers === "function"
        ? answers(one)
        : answers[`${one.method} ${url}`]?.clone();
      if (!answer) throw new TypeError("client error (Connect): tcp connect error: refused");
      return answer;
    },
    askMfaCode: world.askMfaCode,
  };
}

/** What STS answers to an action that gives credentials. */
export function stsAnswer(action: string, accessKeyId: string, expiration: string): Response {
  return new Response(
    `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result><Credentials>
      <AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
      <SessionToken>token</SessionToken><Expiration>${expiration}</Expiration>
    </Credentials></${action}Result></${action}Response>`,
  );
}
