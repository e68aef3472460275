import { parseForm } from "../http_ask.ts";
import { type Asked, type Builder, tagKeys, type Wanted } from "../wanted.ts";
import { formTags } from "./tags.ts";

/** What an id is of, by how it begins. */
const KINDS: Readonly<Record<string, string>> = {
  acl: "network-acl",
  ami: "image",
  eni: "network-interface",
  i: "instance",
  igw: "internet-gateway",
  lt: "launch-template",
  nat: "natgateway",
  rtb: "route-table",
  sg: "security-group",
  sgr: "security-group-rule",
  snap: "snapshot",
  subnet: "subnet",
  vol: "volume",
  vpc: "vpc",
  vpce: "vpc-endpoint",
};

/** What an action makes, besides what it names. */
const MADE: Readonly<Record<string, string[]>> = {
  AuthorizeSecurityGroupEgress: ["security-group-rule"],
  AuthorizeSecurityGroupIngress: ["security-group-rule"],
  RunInstances: ["instance", "network-interface", "volume"],
};

/** EC2: an action on all that a request names by ids, and on what it makes, whose tags are an action of their own. */
export const ec2: Builder = (asked) => {
  const form = parseForm(new TextDecoder().decode(asked.ask.body));
  const action = form.get("Action") ?? "";
  if (action.startsWith("Describe")) return [{ action: `ec2:${action}`, resource: "*" }];
  const tags = tagKeys(formTags(form));
  if (/^(Create|Delete)Tags$/.test(action)) {
    const wanted = named(asked, form);
    return wanted.map((resource) => ({ action: `ec2:${action}`, resource, context: tags }));
  }
  const kind = kindOf(action.replace(/^Create/, ""));
  const made = MADE[action] ?? (action.startsWith("Create") && kind ? [kind] : []);
  const tagged = [...form].filter(([name]) => /^TagSpecification\.\d+\.ResourceType$/.test(name))
    .map(([, type]) => type);
  const [subnet, vpc] = [form.get("SubnetId"), form.get("VpcId")];
  const place = {
    ...subnet !== undefined && { "ec2:SubnetID": subnet },
    ...vpc !== undefined && { "ec2:VpcID": vpc },
  };
  // Of rules that go, only their group is asked about (Service Authorization Reference).
  const about = named(asked, form).filter((resource) =>
    !(action.startsWith("Revoke") && resource.includes(":security-group-rule/"))
  );
  const wanted = about.map((resource): Wanted => ({
    action: `ec2:${action}`,
    resource,
    context: place,
  }));
  for (const one of made) {
    const resource = arn(asked, one, "*");
    const context = { ...place, ...tagged.includes(one) && tags };
    wanted.push({ action: `ec2:${action}`, resource, context });
    if (tagged.includes(one)) {
      const onCreation = { ...tags, "ec2:CreateAction": action };
      wanted.push({ action: "ec2:CreateTags", resource, context: onCreation });
    }
  }
  return wanted.length > 0 ? wanted : [{ action: `ec2:${action}`, resource: "*", context: tags }];
};

function named(asked: Asked, form: ReadonlyMap<string, string>): string[] {
  const ids = [...form].filter(([name]) => !name.startsWith("Filter."))
    .map(([, value]) => /^([a-z]+)-[0-9a-f]+$/.exec(value))
    .filter((found) => found && KINDS[found[1]!] !== undefined);
  return [...new Set(ids.map((found) => arn(asked, KINDS[found![1]!]!, found![0])))];
}

/** `LaunchTemplate` is `launch-template`. */
function kindOf(name: string): string | undefined {
  const kind = name.replace(/(?<!^)([A-Z])/g, "-$1").toLowerCase();
  return Object.values(KINDS).find((known) => known === kind);
}

function arn({ ask, account }: Asked, kind: string, id: string): string {
  const owner = ["image", "snapshot"].includes(kind) ? "" : account;
  return `arn:aws:ec2:${ask.region}:${owner}:${kind}/${id}`;
}
