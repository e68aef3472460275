import type { Health, HealthSubject, Verdict } from "../../ports/health.ts";
import type { AwsClient } from "../client.ts";
import { AwsError } from "../errors.ts";
import { cacheCluster, rdsCluster, rdsInstance, replicationGroup } from "./databases.ts";
import { dynamodbTable } from "./dynamodb.ts";
import { ecsService } from "./ecs.ts";
import { lambdaFunction } from "./lambda.ts";

type Probe = (
  client: AwsClient,
  subject: HealthSubject,
  /** Physical name of the resource. */
  name: string,
  signal?: AbortSignal,
) => Promise<Verdict>;

/** By the resource's type, Pulumi's token. What is not here works once AWS has made it. */
const probes: Record<string, Probe> = {
  "aws:dynamodb/table:Table": dynamodbTable,
  "aws:ecs/service:Service": ecsService,
  "aws:elasticache/cluster:Cluster": cacheCluster,
  "aws:elasticache/replicationGroup:ReplicationGroup": replicationGroup,
  "aws:lambda/function:Function": lambdaFunction,
  "aws:rds/cluster:Cluster": rdsCluster,
  "aws:rds/instance:Instance": rdsInstance,
};

/** Asks AWS about the resources of components that may exist and not work. */
export class AwsHealth implements Health {
  /** @param open opens the client; called when there is something to ask */
  constructor(private readonly open: () => Promise<AwsClient>) {}

  async probe(subject: HealthSubject, signal?: AbortSignal): Promise<Verdict> {
    const asked = Object.values(subject.resources).flatMap(({ type, physicalName }) => {
      const probe = probes[type];
      return probe && physicalName !== undefined ? [{ probe, physicalName }] : [];
    });
    if (asked.length === 0) return { status: "healthy", message: "" };
    const client = await this.open();
    const verdicts = await Promise.all(
      asked.map(({ probe, physicalName }) =>
        probe(client, subject, physicalName, signal).catch(absent)
      ),
    );
    return verdicts.find(({ status }) => status === "unhealthy") ??
      verdicts.find(({ status }) => status === "waiting") ??
      verdicts[0]!;
  }
}

/** What AWS says is not there is not healthy; any other error is the caller's. */
function absent(error: unknown): Verdict {
  if (error instanceof AwsError && /NotFound|NoSuch/.test(error.code)) {
    return { status: "unhealthy", message: "it is not there" };
  }
  throw error;
}
