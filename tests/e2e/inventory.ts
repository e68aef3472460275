import type { Place } from "./panka.ts";

type Answer = Record<string, unknown>;

/** Names of everything that is in a place's cloud, by what it is, each as often as it is there: orphans and duplicates show. */
export async function inventoryOf(place: Place): Promise<string[]> {
  const list = async (
    what: string,
    question: [service: string, operation: string, parameters: Record<string, unknown>],
    member: string,
    name: (item: never) => string,
  ) => {
    const [answer] = await place.ask(question);
    if (answer!.error) throw new Error(`${question[1]}: ${answer!.error}`);
    return ((answer![member] ?? []) as never[]).map((item) => `${what} ${name(item)}`);
  };
  const field = (key: string) => (item: Answer) => String(item[key]);
  const last = (item: string) => item.split("/").at(-1)!;

  const [found] = await place.ask(["apigatewayv2", "get_apis", {}]);
  const apis = (found!.Items as { ApiId: string; Name: string }[]).map(({ ApiId, Name }) => ({
    Name,
    parameters: { ApiId },
  }));
  const [clusters] = await place.ask(["ecs", "list_clusters", {}]);
  const [balancers] = await place.ask(["elbv2", "describe_load_balancers", {}]);
  const [groups] = await place.ask(["ec2", "describe_security_groups", {}]);
  const groupNames = new Map(
    (groups!.SecurityGroups as { GroupId: string; GroupName: string }[]).map((
      { GroupId, GroupName },
    ) => [GroupId, GroupName]),
  );
  const lists = await Promise.all([
    list("queue", ["sqs", "list_queues", {}], "QueueUrls", last),
    list("table", ["dynamodb", "list_tables", {}], "TableNames", String),
    list("bucket", ["s3", "list_buckets", {}], "Buckets", field("Name")),
    list("topic", ["sns", "list_topics", {}], "Topics", field("TopicArn")),
    list("subscription", ["sns", "list_subscriptions", {}], "Subscriptions", field("Endpoint")),
    list("function", ["lambda", "list_functions", {}], "Functions", field("FunctionName")),
    list(
      "mapping",
      ["lambda", "list_event_source_mappings", {}],
      "EventSourceMappings",
      (item: Answer) => `${item.EventSourceArn} ${item.FunctionArn}`,
    ),
    list("rule", ["events", "list_rules", {}], "Rules", field("Name")),
    list("log group", ["logs", "describe_log_groups", {}], "logGroups", field("logGroupName")),
    list("role", ["iam", "list_roles", {}], "Roles", field("RoleName")),
    list("task", ["ecs", "list_task_definitions", {}], "taskDefinitionArns", last),
    list("files", ["efs", "describe_file_systems", {}], "FileSystems", field("Name")),
    list("access point", ["efs", "describe_access_points", {}], "AccessPoints", field("Name")),
    list(
      "target group",
      ["elbv2", "describe_target_groups", {}],
      "TargetGroups",
      field("TargetGroupName"),
    ),
    list(
      "security rule",
      ["ec2", "describe_security_group_rules", {}],
      "SecurityGroupRules",
      ({ GroupId, IsEgress, FromPort, ToPort, CidrIpv4, ReferencedGroupInfo }: Answer & {
        ReferencedGroupInfo?: { GroupId: string };
      }) => {
        const other = CidrIpv4 ?? groupNames.get(ReferencedGroupInfo?.GroupId ?? "");
        const group = groupNames.get(String(GroupId));
        return `${group} ${IsEgress ? "to" : "from"} ${other} ${FromPort}-${ToPort}`;
      },
    ),
    ...(clusters!.clusterArns as string[]).map((cluster) =>
      list(
        `service of ${last(cluster)}`,
        ["ecs", "list_services", { cluster }],
        "serviceArns",
        last,
      )
    ),
    ...(balancers!.LoadBalancers as { LoadBalancerArn: string; LoadBalancerName: string }[]).map(
      ({ LoadBalancerArn, LoadBalancerName }) =>
        list(
          `listener of ${LoadBalancerName}`,
          ["elbv2", "describe_listeners", { LoadBalancerArn }],
          "Listeners",
          field("Port"),
        ),
    ),
    ...apis.flatMap(({ Name, parameters }) => [
      list(
        `route of ${Name}`,
        ["apigatewayv2", "get_routes", parameters],
        "Items",
        field("RouteKey"),
      ),
      list(
        `stage of ${Name}`,
        ["apigatewayv2", "get_stages", parameters],
        "Items",
        field("StageName"),
      ),
      list(
        `integration of ${Name}`,
        ["apigatewayv2", "get_integrations", parameters],
        "Items",
        field("IntegrationUri"),
      ),
    ]),
  ]);
  return [
    ...lists.flat(),
    ...apis.map(({ Name }) => `api ${Name}`),
    ...(clusters!.clusterArns as string[]).map((arn) => `cluster ${last(arn)}`),
    ...(balancers!.LoadBalancers as { LoadBalancerName: string }[]).map((b) =>
      `balancer ${b.LoadBalancerName}`
    ),
    ...[...groupNames.values()].map((name) => `security group ${name}`),
  ].sort();
}
