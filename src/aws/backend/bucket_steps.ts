import { AwsError } from "../errors.ts";
import { type BucketSetting, formatDocument, S3Bucket, settingOperation } from "../s3_bucket.ts";
import { child, formatXml, textAt, xml, type XmlElement } from "../xml.ts";
import type { AwsClient } from "../client.ts";
import { encryption, HISTORY_RULE, PRIVATE, RULE_ID, VERSIONED } from "./documents.ts";
import {
  conditionalOnly,
  hasStatement,
  type Policy,
  type Statement,
  tlsOnly,
  withStatements,
} from "./policy.ts";
import { BackendProblem, type Call, type Step } from "./step.ts";

/** What makes a bucket fit for state, in order. */
export function bucketSteps(client: AwsClient, name: string, kmsKeyArn?: string): Step[] {
  const bucket = new S3Bucket(client, name);
  const call = (operation: string, why: string, document?: string): Call => ({
    service: "s3",
    operation,
    resource: `s3://${name}`,
    why,
    document,
  });

  /** A setting that is one XML document; `is` looks at the one that is there. */
  const setting = (
    which: BucketSetting,
    why: string,
    document: XmlElement,
    is: (found: XmlElement) => boolean,
  ): Step => ({
    call: call(settingOperation("Put", which), why, formatDocument(document)),
    async isDone(signal) {
      const found = await bucket.getXml(which, signal);
      return found !== undefined && is(found);
    },
    run: (signal) => bucket.put(which, document, signal),
  });

  const statements = [conditionalOnly(name, client.region)];
  // A server that is asked over plain http, as in a test, would lock everyone out.
  if (client.endpoint("s3").base.startsWith("https:")) {
    statements.push(tlsOnly(name, client.region));
  }
  const wantedEncryption = encryption(kmsKeyArn);
  return [
    {
      call: call("CreateBucket", "holds the state"),
      isDone: (signal) => exists(bucket, signal),
      run: (signal) => bucket.create(signal),
    },
    setting(
      "versioning",
      "each write of state is kept as a version",
      VERSIONED,
      (found) => textAt(found, "Status") === "Enabled",
    ),
    setting(
      "encryption",
      "state is encrypted at rest",
      wantedEncryption,
      (found) => sameEncryption(found, wantedEncryption),
    ),
    setting(
      "publicAccessBlock",
      "nothing can be made public",
      PRIVATE,
      (found) => PRIVATE.children.every(({ name }) => textAt(found, name) === "true"),
    ),
    policyStep(bucket, statements, call),
    lifecycleStep(bucket, call),
  ];
}

async function exists(bucket: S3Bucket, signal?: AbortSignal): Promise<boolean> {
  try {
    return await bucket.exists(signal);
  } catch (error) {
    if (error instanceof AwsError && error.status === 403) {
      throw new BackendProblem(
        `The bucket "${bucket.name}" exists and these credentials may not see it; it may belong to another account, so choose another name or other credentials`,
        { cause: error },
      );
    }
    throw error;
  }
}

type Describe = (operation: string, why: string, document?: string) => Call;

/** The bucket's policy as an object. */
export async function readPolicy(
  bucket: S3Bucket,
  signal?: AbortSignal,
): Promise<Policy | undefined> {
  const text = await bucket.get("policy", signal);
  return text === undefined ? undefined : JSON.parse(text);
}

function policyStep(bucket: S3Bucket, statements: Statement[], call: Describe): Step {
  return {
    call: call(
      "PutBucketPolicy",
      "refuses requests without TLS, and writes of state without a condition",
      JSON.stringify(withStatements(undefined, statements)),
    ),
    async isDone(signal) {
      const policy = await readPolicy(bucket, signal);
      return statements.every((statement) => hasStatement(policy, statement));
    },
    async run(signal) {
      const policy = withStatements(await readPolicy(bucket, signal), statements);
      await bucket.put("policy", JSON.stringify(policy), signal);
    },
  };
}

function lifecycleStep(bucket: S3Bucket, call: Describe): Step {
  const rules = async (signal?: AbortSignal) =>
    (await bucket.getXml("lifecycle", signal))?.children.filter(({ name }) => name === "Rule") ??
      [];
  const isOurs = (rule: XmlElement) => textAt(rule, "ID") === RULE_ID;
  const with_ = (others: XmlElement[]) => xml("LifecycleConfiguration", [...others, HISTORY_RULE]);
  return {
    call: call(
      "PutBucketLifecycleConfiguration",
      "versions that were replaced 90 days ago go, but never the newest 10",
      formatDocument(with_([])),
    ),
    async isDone(signal) {
      const ours = (await rules(signal)).find(isOurs);
      return ours !== undefined && sorted(ours) === sorted(HISTORY_RULE);
    },
    async run(signal) {
      const others = (await rules(signal)).filter((rule) => !isOurs(rule));
      await bucket.put("lifecycle", with_(others), signal);
    },
  };
}

function sameEncryption(found: XmlElement, wanted: XmlElement): boolean {
  const by = (root: XmlElement, name: string) =>
    textAt(child(root, "Rule"), "ApplyServerSideEncryptionByDefault", name);
  return ["SSEAlgorithm", "KMSMasterKeyID"].every((name) => by(found, name) === by(wanted, name));
}

/** The element as text, whatever the order of its children. */
function sorted(element: XmlElement): string {
  const children = element.children.map((one) => xml(one.name, sorted(one)));
  children.sort((a, b) => (a.name < b.name ? -1 : 1));
  return formatXml(children.length > 0 ? xml(element.name, children) : element);
}
