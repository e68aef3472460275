import type { ClusterArgs } from "@pulumi/aws/msk/cluster.d.ts";
import type { ConfigurationArgs } from "@pulumi/aws/msk/configuration.d.ts";
import type { ScramSecretAssociationArgs } from "@pulumi/aws/msk/scramSecretAssociation.d.ts";
import type { Expression } from "../../engine/resource.ts";
import type { Handle, RenderContext } from "../render.ts";
import { kept } from "../shapes/keep.ts";
import { kmsKeyArn } from "../shapes/kms_key.ts";
import { logGroup } from "../shapes/log_group.ts";
import type { MskSpec } from "./fields.ts";
import { grow } from "./storage_growth.ts";

export interface Interfaces {
  subnetIds: Expression | (string | Expression)[];
  securityGroupIds: (string | Expression)[];
}

/** A cluster with brokers of a chosen size. */
export function cluster(
  c: RenderContext<MskSpec>,
  name: string,
  { subnetIds, securityGroupIds }: Interfaces,
): Handle {
  const { spec } = c;
  const { instanceType, count, storageGB, maxStorageGB } = spec.brokers!;
  const { iam, scramSecrets, certificateAuthorities, unauthenticated } = spec.authentication;
  // 249 characters: CloudWatch's limit is 512.
  const logs = spec.logging.enabled
    ? logGroup(c, `/aws/msk/${c.physicalName({ max: 240 })}`)
    : undefined;
  const settings = configuration(c);
  const exporter = { enabledInBroker: true };
  const created = c.resource<ClusterArgs>("aws:msk/cluster:Cluster", "cluster", {
    clusterName: name,
    kafkaVersion: spec.kafkaVersion!,
    numberOfBrokerNodes: count,
    brokerNodeGroupInfo: {
      instanceType,
      clientSubnets: subnetIds,
      securityGroups: securityGroupIds,
      storageInfo: instanceType.startsWith("express.")
        ? undefined
        : { ebsStorageInfo: { volumeSize: storageGB } },
    },
    clientAuthentication: {
      sasl: { iam, scram: scramSecrets.length > 0 },
      tls: certificateAuthorities.length
        ? { certificateAuthorityArns: certificateAuthorities }
        : undefined,
      unauthenticated,
    },
    encryptionInfo: {
      encryptionAtRestKmsKeyArn: kmsKeyArn(c, spec.encryption.kmsKeyId),
      encryptionInTransit: { clientBroker: spec.encryption.inTransit, inCluster: true },
    },
    configurationInfo: settings &&
      { arn: settings.attr("arn"), revision: settings.attr("latestRevision") },
    enhancedMonitoring: spec.monitoring,
    openMonitoring: spec.prometheus
      ? { prometheus: { jmxExporter: exporter, nodeExporter: exporter } }
      : undefined,
    loggingInfo: logs && {
      brokerLogs: { cloudwatchLogs: { enabled: true, logGroup: logs.attr("name") } },
    },
    tags: c.tags,
  }, {
    physicalName: name,
    protect: kept(c),
    // Disks that have grown are none of our business.
    ignoreChanges: maxStorageGB === undefined
      ? undefined
      : ["brokerNodeGroupInfo.storageInfo.ebsStorageInfo.volumeSize"],
  });
  if (scramSecrets.length) {
    c.resource<ScramSecretAssociationArgs>(
      "aws:msk/scramSecretAssociation:ScramSecretAssociation",
      "secrets",
      { clusterArn: created.attr("arn"), secretArnLists: scramSecrets.toSorted() },
    );
  }
  if (maxStorageGB !== undefined) grow(c, created, maxStorageGB);
  return created;
}

/** Properties of the brokers. */
function configuration(c: RenderContext<MskSpec>): Handle | undefined {
  const lines = Object.entries(c.spec.properties).sort(([a], [b]) => a < b ? -1 : 1)
    .map(([key, value]) => `${key}=${value}\n`);
  if (lines.length === 0) return undefined;
  // 249 letters, digits and dashes: Amazon MSK, CreateConfiguration.
  const name = c.physicalName({ max: 249 });
  return c.resource<ConfigurationArgs>("aws:msk/configuration:Configuration", "configuration", {
    name,
    serverProperties: lines.join(""),
  }, { physicalName: name });
}
