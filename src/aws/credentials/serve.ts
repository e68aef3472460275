import type { CredentialProvider } from "./credentials.ts";

/** Credentials that a child process asks for as often as it needs them. */
export interface ServedCredentials {
  /** What the child has to have in its environment; AWS's SDKs know it. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

/**
 * Serves credentials as the agent of a container does: on this machine only, to those who know a secret of this
 * run. So a child outlives the credentials that it began with.
 */
export function serveCredentials(
  provider: CredentialProvider,
  random: { bytes(length: number): Uint8Array },
): ServedCredentials {
  const authorization = random.bytes(32).toHex();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    if (request.headers.get("authorization") !== authorization) {
      return new Response(null, { status: 403 });
    }
    try {
      const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = await provider.get();
      return Response.json({
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        Token: sessionToken ?? "",
        ...expiresAt !== undefined && { Expiration: new Date(expiresAt).toISOString() },
      });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return Response.json({ code: "NoCredentials", message }, { status: 500 });
    }
  });
  return {
    environment: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${server.addr.port}/`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: authorization,
    },
    close: () => server.shutdown(),
  };
}
