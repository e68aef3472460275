import type { Json } from "../../state/document.ts";
import { hash as hashOf } from "./hash.ts";
import type { Subject } from "./subject.ts";

type Attributes = { [name: string]: Json };

/** What AWS adds to a resource of each type besides id, ARN, name and what was asked for. `hash`: 17 hex digits. */
export const attributesByType: Record<string, (s: Subject, hash: string) => Attributes> = {
  "aws:apigatewayv2/api:Api": ({ region }, hash) => ({
    id: hash.slice(0, 10),
    apiEndpoint: `https://${hash.slice(0, 10)}.execute-api.${region}.amazonaws.com`,
    executionArn: `arn:aws:execute-api:${region}::${hash.slice(0, 10)}`,
  }),
  "aws:cloudfront/distribution:Distribution": (_, hash) => ({
    id: `E${hash.slice(0, 13).toUpperCase()}`,
    domainName: `d${hash.slice(0, 13)}.cloudfront.net`,
    hostedZoneId: "Z2FDTNDATAQYW2",
  }),
  "aws:dynamodb/table:Table": ({ name, region, accountId }) => ({
    arn: `arn:aws:dynamodb:${region}:${accountId}:table/${name}`,
    streamArn: `arn:aws:dynamodb:${region}:${accountId}:table/${name}/stream/1`,
  }),
  "aws:ebs/volume:Volume": (_, hash) => ({ id: `vol-${hash}` }),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": (_, hash) => ({ id: `sg-${hash}` }),
  "aws:ec2/instance:Instance": ({ region }, hash) => ({
    id: `i-${hash}`,
    privateIp: privateAddress(hash),
    privateDns: `ip-${privateAddress(hash).replaceAll(".", "-")}.${region}.compute.internal`,
    publicIp: `203.0.113.${byte(hash)}`,
    availabilityZone: `${region}a`,
  }),
  "aws:ec2/securityGroup:SecurityGroup": (_, hash) => ({ id: `sg-${hash}` }),
  "aws:ec2/subnet:Subnet": (_, hash) => ({ id: `subnet-${hash}` }),
  "aws:ec2/vpc:Vpc": (_, hash) => ({ id: `vpc-${hash}` }),
  "aws:ecs/taskDefinition:TaskDefinition": ({ name, region, accountId, properties }) => {
    // Another content is another revision, and so what runs it is updated.
    const revision = 1 + parseInt(hashOf(JSON.stringify(properties)).slice(0, 3), 16);
    return {
      revision,
      arn: `arn:aws:ecs:${region}:${accountId}:task-definition/${name}:${revision}`,
    };
  },
  "aws:efs/fileSystem:FileSystem": ({ region }, hash) => ({
    id: `fs-${hash}`,
    dnsName: `fs-${hash}.efs.${region}.amazonaws.com`,
  }),
  "aws:eks/cluster:Cluster": ({ region }, hash) => ({
    endpoint: `https://${hash.toUpperCase()}.gr7.${region}.eks.amazonaws.com`,
  }),
  "aws:elasticache/cluster:Cluster": ({ name, region }, hash) => ({
    clusterAddress: `${name}.${hash.slice(0, 6)}.cfg.cache.amazonaws.com`,
    configurationEndpoint: `${name}.${hash.slice(0, 6)}.cfg.${region}.cache.amazonaws.com:11211`,
    port: 11211,
  }),
  "aws:elasticache/replicationGroup:ReplicationGroup": ({ name, region }, hash) => {
    const domain = `${hash.slice(0, 6)}.ng.0001.${region}.cache.amazonaws.com`;
    return {
      primaryEndpointAddress: `${name}.${domain}`,
      readerEndpointAddress: `${name}-ro.${domain}`,
      port: 6379,
    };
  },
  "aws:lambda/function:Function": ({ name, region, accountId }) => {
    const arn = `arn:aws:lambda:${region}:${accountId}:function:${name}`;
    return {
      arn,
      invokeArn: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`,
      qualifiedArn: `${arn}:1`,
      version: "1",
    };
  },
  "aws:lambda/functionUrl:FunctionUrl": ({ region }, hash) => ({
    functionUrl: `https://${hash}.lambda-url.${region}.on.aws/`,
  }),
  "aws:lb/loadBalancer:LoadBalancer": ({ name, region, accountId, properties }, hash) => {
    const kind = properties.loadBalancerType === "network" ? "net" : "app";
    const suffix = `${kind}/${name}/${hash.slice(0, 16)}`;
    const arn = `arn:aws:elasticloadbalancing:${region}:${accountId}:loadbalancer/${suffix}`;
    return {
      id: arn,
      arn,
      arnSuffix: suffix,
      dnsName: `${name}-${hash.slice(0, 10)}.${region}.elb.amazonaws.com`,
      zoneId: "Z35SXDOTRQ7X7K",
    };
  },
  "aws:docdb/cluster:Cluster": (s, hash) => ({
    endpoint: `${s.name}.cluster-${hash.slice(0, 12)}.${s.region}.docdb.amazonaws.com`,
    readerEndpoint: `${s.name}.cluster-ro-${hash.slice(0, 12)}.${s.region}.docdb.amazonaws.com`,
    masterUserSecrets: secretsOf(s, hash),
  }),
  "aws:rds/cluster:Cluster": (s, hash) => ({
    endpoint: `${s.name}.cluster-${hash.slice(0, 12)}.${s.region}.rds.amazonaws.com`,
    readerEndpoint: `${s.name}.cluster-ro-${hash.slice(0, 12)}.${s.region}.rds.amazonaws.com`,
    masterUserSecrets: secretsOf(s, hash),
  }),
  "aws:rds/instance:Instance": (s, hash) => {
    const { name, region, properties } = s;
    const address = `${name}.${hash.slice(0, 12)}.${region}.rds.amazonaws.com`;
    const port = typeof properties.port === "number"
      ? properties.port
      : String(properties.engine).includes("postgres")
      ? 5432
      : 3306;
    return {
      address,
      port,
      endpoint: `${address}:${port}`,
      resourceId: `db-${hash}`,
      masterUserSecrets: secretsOf(s, hash),
    };
  },
  "aws:s3/bucket:Bucket": ({ name, region }) => ({
    bucket: name,
    bucketDomainName: `${name}.s3.amazonaws.com`,
    bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    hostedZoneId: "Z3AQBSTGFYJSTF",
  }),
  "aws:sns/topic:Topic": ({ name, region, accountId }) => ({
    id: `arn:aws:sns:${region}:${accountId}:${name}`,
  }),
  "aws:sns/topicPolicy:TopicPolicy": ({ properties: { arn = null } }) => ({ id: arn, arn }),
  "aws:sqs/queue:Queue": ({ name, region, accountId }) => {
    const url = `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
    return { id: url, url };
  },
  "aws:ssm/parameter:Parameter": ({ name, region, accountId }) => ({
    arn: `arn:aws:ssm:${region}:${accountId}:parameter/${name.replace(/^\//, "")}`,
    version: 1,
  }),
};

/** The secret that AWS makes for a master user whose password it manages. */
const secretsOf = ({ region, accountId, properties }: Subject, hash: string): Json[] =>
  properties.manageMasterUserPassword === true
    ? [{
      secretArn: `arn:aws:secretsmanager:${region}:${accountId}:secret:rds!db-${hash}`,
      secretStatus: "active",
    }]
    : [];

const byte = (hash: string) => parseInt(hash.slice(0, 2), 16);

const privateAddress = (hash: string) =>
  `10.0.${parseInt(hash.slice(2, 4), 16)}.${parseInt(hash.slice(4, 6), 16)}`;
