import type { Json } from "../../state/document.ts";
import { valueAt } from "../resolve.ts";
import { attributesByType } from "./attributes.ts";
import { hash } from "./hash.ts";
import type { Subject } from "./subject.ts";

/** The account of everything in the sandbox when the stack names none; AWS's own example. */
export const SANDBOX_ACCOUNT = "123456789012";

/** Names that services have in ARNs, where the token's module is called otherwise. */
const arnServices: Record<string, string> = {
  alb: "elasticloadbalancing",
  appautoscaling: "application-autoscaling",
  cfg: "config",
  docdb: "rds",
  efs: "elasticfilesystem",
  lb: "elasticloadbalancing",
  msk: "kafka",
  vpc: "ec2",
};

/** The id and the attributes of a new resource, derived from what it is called. */
export function identityOf(subject: Subject): { id: string; attributes: { [name: string]: Json } } {
  const { name, properties } = subject;
  const special = attributesByType[subject.type]?.(subject, hashOf(subject)) ?? {};
  const id = text(special.id) ?? name;
  return {
    id,
    attributes: { ...properties, arn: arnOf(subject, name), name, ...special, id },
  };
}

/** "arn:aws:sqs:eu-west-1:123456789012:jobs" and its kin. */
function arnOf({ type, region, accountId }: Subject, name: string): string {
  const [, module = "", noun = ""] = type.split(/[:/]/);
  const service = arnServices[module] ?? module;
  if (service === "s3") return `arn:aws:s3:::${name}`;
  const place = service === "iam" ? "" : region;
  const plain = service === "sqs" || service === "sns";
  return `arn:aws:${service}:${place}:${accountId}:${plain ? "" : `${noun}/`}${name}`;
}

/**
 * An attribute of a resource. One that the sandbox knows nothing of is made up by its name's
 * last word: an ARN, a URL, a port, a list of ids, or a text.
 */
export function attributeOf(
  type: string,
  id: string,
  attributes: { [name: string]: Json },
  path: string,
): Json {
  const known = valueAt(attributes, path);
  if (known !== undefined && known !== null) return known;
  const word = path.match(/[A-Za-z]+$/)?.[0].match(/[A-Z]?[a-z]*$/)?.[0].toLowerCase() ?? "";
  if (word === "arn") return `${attributes.arn}/${path}`;
  if (word === "url") return `https://${id}.sandbox.invalid/${path}`;
  if (word === "port") return 443;
  if (word === "ids") return [`${id}-1`, `${id}-2`, `${id}-3`];
  const noun = type.slice(type.lastIndexOf(":") + 1);
  return `${noun}-${path}-${hash(`${type} ${id} ${path}`)}`;
}

/** 17 hex digits, as in "i-0123456789abcdef0". */
const hashOf = ({ type, unit, key, generation }: Subject) =>
  hash(`${unit} ${type} ${key} ${generation}`).padStart(17, "0");

const text = (value: Json | undefined) => typeof value === "string" ? value : undefined;
