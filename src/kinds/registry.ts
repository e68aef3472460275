import { alb } from "./alb.ts";
import { apiGateway } from "./api_gateway.ts";
import { cloudFront } from "./cloud_front.ts";
import { cronJob } from "./cron_job.ts";
import { documentdb } from "./document_db.ts";
import { dynamodb } from "./dynamodb.ts";
import { ebs } from "./ebs.ts";
import { ec2Instance } from "./ec2_instance.ts";
import { efs } from "./efs.ts";
import { eks } from "./eks.ts";
import { elastiCacheMemcached } from "./elasti_cache_memcached.ts";
import { elastiCacheRedis } from "./elasti_cache_redis.ts";
import { eventBridge } from "./event_bridge.ts";
import type { Kind } from "./kind.ts";
import { lambda } from "./lambda.ts";
import { memoryDb } from "./memory_db.ts";
import { microService } from "./micro_service.ts";
import { msk } from "./msk.ts";
import { nlb } from "./nlb.ts";
import { rds } from "./rds.ts";
import { s3 } from "./s3.ts";
import { sns } from "./sns.ts";
import { sqs } from "./sqs.ts";
import { vpc } from "./vpc.ts";
import { worker } from "./worker.ts";

/** Every component kind. A new one is a file, a test and a line here. */
export const kinds: readonly Kind[] = [
  alb,
  apiGateway,
  cloudFront,
  cronJob,
  documentdb,
  dynamodb,
  ebs,
  efs,
  elastiCacheMemcached,
  elastiCacheRedis,
  eventBridge,
  ec2Instance,
  eks,
  lambda,
  memoryDb,
  microService,
  msk,
  nlb,
  rds,
  sns,
  s3,
  sqs,
  vpc,
  worker,
];

const byName = new Map<string, Kind>();
for (const kind of kinds) {
  for (const name of [kind.name, ...kind.aliases]) byName.set(name, kind);
}

/** The kind of that name or alias. */
export const findKind = (name: string): Kind | undefined => byName.get(name);
export const kindNames = (): string[] => kinds.map((kind) => kind.name);
