import type { MskSpec } from "./fields.ts";

export const BOOTSTRAP: Record<Way, string> = {
  iam: "bootstrapBrokersSaslIam",
  scram: "bootstrapBrokersSaslScram",
  tls: "bootstrapBrokersTls",
  plaintext: "bootstrapBrokers",
};

/** Amazon MSK, "Port information". */
export const PORTS = { plaintext: 9092, tls: 9094, scram: 9096, iam: 9098 };

export type Way = keyof typeof PORTS;

/** How clients can connect, the best first. */
export function waysIn({ serverless, authentication, encryption }: MskSpec): Way[] {
  if (serverless) return ["iam"];
  const { iam, scramSecrets, certificateAuthorities, unauthenticated } = authentication;
  const plain = encryption.inTransit !== "TLS";
  const ways: [Way, boolean][] = [
    ["iam", iam],
    ["scram", scramSecrets.length > 0],
    [
      "tls",
      certificateAuthorities.length > 0 ||
      (unauthenticated && encryption.inTransit !== "PLAINTEXT"),
    ],
    ["plaintext", unauthenticated && plain],
  ];
  return ways.filter(([, open]) => open).map(([way]) => way);
}
