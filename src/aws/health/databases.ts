import type { HealthSubject, Verdict } from "../../ports/health.ts";
import type { AwsClient } from "../client.ts";
import { child, textAt, type XmlElement } from "../xml.ts";
import { askQuery } from "../calls.ts";

/** Statuses in which a database or cache answers (RDS user guide, "DB instance status"). */
const ANSWERS = new Set([
  "available",
  "backing-up",
  "configuring-enhanced-monitoring",
  "configuring-log-exports",
  "snapshotting",
  "storage-optimization",
  "storage-config-upgrade",
  "storage-initialization",
]);
/** Statuses that don't end by themselves. */
const BROKEN =
  /^(failed|create-failed|incompatible|inaccessible|restore-error|storage-full|stopped)/;

/** What a database's or a cache's status says. */
export function verdictOn(status: string | undefined): Verdict {
  if (status === undefined) return { status: "unhealthy", message: "it is not there" };
  if (ANSWERS.has(status)) return { status: "healthy", message: "" };
  return { status: BROKEN.test(status) ? "unhealthy" : "waiting", message: `it is ${status}` };
}

type Probe = (
  client: AwsClient,
  subject: HealthSubject,
  name: string,
  signal?: AbortSignal,
) => Promise<Verdict>;

const RDS = { service: "rds", version: "2014-10-31" };
const ELASTICACHE = { service: "elasticache", version: "2015-02-02" };

const first = (answer: XmlElement, ...path: string[]) =>
  path.reduce(child, answer as XmlElement | undefined);

export const rdsInstance: Probe = async (client, _, name, signal) => {
  const operation = "DescribeDBInstances";
  const answer = await askQuery(
    client,
    { ...RDS, operation },
    { DBInstanceIdentifier: name },
    signal,
  );
  const found = first(answer, `${operation}Result`, "DBInstances", "DBInstance");
  return verdictOn(textAt(found, "DBInstanceStatus"));
};

export const rdsCluster: Probe = async (client, _, name, signal) => {
  const operation = "DescribeDBClusters";
  const answer = await askQuery(
    client,
    { ...RDS, operation },
    { DBClusterIdentifier: name },
    signal,
  );
  const found = first(answer, `${operation}Result`, "DBClusters", "DBCluster");
  return verdictOn(textAt(found, "Status"));
};

export const replicationGroup: Probe = async (client, _, name, signal) => {
  const operation = "DescribeReplicationGroups";
  const answer = await askQuery(
    client,
    { ...ELASTICACHE, operation },
    { ReplicationGroupId: name },
    signal,
  );
  const found = first(answer, `${operation}Result`, "ReplicationGroups", "ReplicationGroup");
  return verdictOn(textAt(found, "Status"));
};

export const cacheCluster: Probe = async (client, _, name, signal) => {
  const operation = "DescribeCacheClusters";
  const answer = await askQuery(
    client,
    { ...ELASTICACHE, operation },
    { CacheClusterId: name },
    signal,
  );
  const found = first(answer, `${operation}Result`, "CacheClusters", "CacheCluster");
  return verdictOn(textAt(found, "CacheClusterStatus"));
};
