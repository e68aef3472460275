import type { FindUsed, StackSays } from "../kind.ts";
import type { Report } from "../report.ts";
import type { S3Spec } from "./fields.ts";

/** Rules between a bucket and the components that it names: S3 tries them out when it is told of them. */
export function checkUses(spec: S3Spec, used: FindUsed, report: Report, stack: StackSays): void {
  spec.notifications.forEach(({ component }, i) =>
    checkTold(component, used, ["notifications", i, "component"], report, stack)
  );
  const { logging, replication } = spec;
  if (spec.bucket.name === undefined && stack.accountId === undefined) {
    report({
      severity: "warning",
      code: "common-name",
      path: [],
      summary: "the bucket's name may be taken by another account",
      why:
        "names of buckets are unique in all of AWS, and without accountId nothing in it is yours alone; added later, it makes another bucket",
      fix: "add accountId to the stack's provider, or bucket: {name: …}",
    });
  }
  const refuse = (field: string, id: string, fix: string, why: string) =>
    report({
      code: "refused",
      path: [field, "component"],
      summary: `"${id}" takes no ${field === "logging" ? "logs" : "copies"}`,
      why,
      fix: `add ${fix} to "${id}"`,
    });
  const logs = used(logging?.component);
  if (logging && logs && logs.spec.acceptLogs !== true) {
    const why = "a bucket's policy must let S3 write logs";
    refuse("logging", logging.component, "acceptLogs: true", why);
  }
  const copies = used(replication?.component);
  if (copies && (copies.spec.versioning as { enabled?: boolean } | undefined)?.enabled !== true) {
    const why = "S3 copies version by version, into buckets that keep versions";
    refuse("replication", replication!.component!, "versioning: {enabled: true}", why);
  }
}

/** Amazon S3 User Guide, "Amazon S3 Event Notifications" and "Granting permissions to publish". */
function checkTold(
  id: string | undefined,
  used: FindUsed,
  path: (string | number)[],
  report: Report,
  stack: StackSays,
): void {
  const told = used(id);
  if (!told) return;
  if (told.spec.type === "fifo" || told.spec.fifoTopic === true) {
    report({
      code: "fifo-subscriber",
      path,
      summary: `S3 can't notify "${id}", which is fifo`,
      why: "objects change in no order",
      fix: told.kind.name === "SNS"
        ? `set fifoTopic: false in "${id}"`
        : `set type: standard in "${id}"`,
    });
  }
  const encryption = told.spec.encryption as { enabled: boolean; kmsKeyId?: string } | undefined;
  if (told.kind.name !== "SNS" || !encryption?.enabled) return;
  if ((encryption.kmsKeyId ?? stack.kmsKeyId) !== undefined) return;
  report({
    code: "refused",
    path,
    summary: `S3 can't notify "${id}", which is encrypted with AWS's own key`,
    why: "the policy of that key lets no service of AWS in, and nobody can change it",
    fix:
      `set encryption: {enabled: false} in "${id}", or give it kmsKeyId: a key whose policy lets s3.amazonaws.com use it`,
  });
}
