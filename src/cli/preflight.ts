import type { Config } from "../config/resolve.ts";
import type { Plan } from "../planning/plan.ts";
import { usersOf } from "../ports/references.ts";
import type { Stack } from "../stack/model.ts";
import { secretsOf } from "../stack/secret_uses.ts";
import type { Context } from "./command.ts";
import { Failure } from "./failure.ts";
import { lazyAws } from "./lazy_aws.ts";

/** Finds out before anything starts whether the secrets are there that changed components name. */
export async function preflightSecrets(
  context: Context,
  stack: Stack,
  config: Pick<Config, "values">,
  plan: Plan,
): Promise<void> {
  const changing = new Set(
    plan.changes.filter(({ action }) => action !== "unchanged").map(({ id }) => id),
  );
  const users = usersOf(
    stack.components.filter(({ id }) => changing.has(id)).map((one) => [one.id, secretsOf(one)]),
  );
  if (users.size === 0) return;
  const [{ SecretsManager }, { AwsError }] = await Promise.all([
    import("../aws/secrets_manager.ts"),
    import("../aws/errors.ts"),
  ]);
  const secrets = new SecretsManager(await lazyAws(context, stack, config)());
  const look = async (path: string) => {
    try {
      return await secrets.exists(path) ? "there" : "missing";
    } catch (error) {
      const refused = error instanceof AwsError &&
        (error.status === 403 || /AccessDenied/.test(error.code));
      if (refused) return "refused";
      throw error;
    }
  };
  const found = await Promise.all(
    [...users.keys()].map(async (path) => ({ path, is: await look(path) })),
  );
  const refused = found.filter(({ is }) => is === "refused").map(({ path }) => path);
  if (refused.length) {
    context.out.note(
      `AWS does not let panka ask whether these secrets are there: ${refused.join(", ")}`,
    );
  }
  const missing = found.filter(({ is }) => is === "missing").map(({ path }) => path);
  if (!missing.length) return;
  throw new Failure({
    code: "no-secret",
    summary: `${
      missing.length === 1 ? "a secret is" : `${missing.length} secrets are`
    } not in Secrets Manager: ${missing.join(", ")}`,
    why: missing.map((path) => `${users.get(path)!.join(", ")} needs ${path}`).join("; "),
    fix: missing.map((path) =>
      path.startsWith("arn:")
        ? `name a secret that exists instead of ${path}`
        : `aws secretsmanager create-secret --region ${stack.region} --name ${path} --secret-string file:///dev/stdin`
    ).join("; "),
  });
}
