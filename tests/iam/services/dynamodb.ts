import { BadAsk, operationOf, parseJson } from "../http_ask.ts";
import { arnOf, type Asked, type Builder, tagKeys, type Wanted } from "../wanted.ts";
import { attributesOf, type Item, leadingKey } from "./dynamodb_keys.ts";
import { tagsOf } from "./tags.ts";

/** One operation on one table inside a request. */
interface Operation {
  action: string;
  table: string;
  index?: string;
  /** The parameters of this operation alone. */
  input: Item;
  /** Each names one item; absent when the operation names none. */
  keys?: Item[];
}

/** Actions and keys as in the Service Authorization Reference, "Actions … for Amazon DynamoDB". */
export const dynamodb: Builder = async (asked) => {
  const action = operationOf(asked.ask);
  const input = parseJson(asked.ask.body) as Item;
  return await Promise.all(operationsOf(action, input).map((each) => wanted(asked, each)));
};

function operationsOf(action: string, input: Item): Operation[] {
  switch (action) {
    case "BatchGetItem":
      return Object.entries(input.RequestItems as Record<string, Item>).map(([table, part]) => ({
        action,
        table,
        input: part,
        keys: part.Keys as Item[],
      }));
    case "BatchWriteItem":
      return Object.entries(input.RequestItems as Record<string, Item[]>)
        .map(([table, writes]) => ({
          action,
          table,
          input: {},
          keys: writes.map(({ PutRequest: put, DeleteRequest: gone }) =>
            ((put as Item)?.Item ?? (gone as Item)?.Key) as Item
          ),
        }));
    case "TransactGetItems":
    case "TransactWriteItems":
      return (input.TransactItems as Item[]).flatMap((item) =>
        Object.entries(item as Record<string, Item>).map(([kind, part]) =>
          single(`${kind}Item`, part)
        )
      );
    case "ExecuteStatement":
      return [statement(input)];
    case "BatchExecuteStatement":
      return (input.Statements as Item[]).map(statement);
    case "ExecuteTransaction":
      return (input.TransactStatements as Item[]).map(statement);
    default:
      return [single(action, input)];
  }
}

function single(action: string, input: Item): Operation {
  const key = (input.Key ?? input.Item) as Item | undefined;
  return {
    action,
    table: (input.TableName ?? input.ResourceArn ?? "") as string,
    index: input.IndexName as string | undefined,
    input,
    keys: key && [key],
  };
}

/** PartiQL: what it names is not looked for, so that it has no leading key. */
function statement(input: Item): Operation {
  const text = String(input.Statement);
  const [, verb = ""] = /^\s*(\w+)/.exec(text) ?? [];
  const table = /\b(?:from|into|update)\s+"?([\w.-]+)"?(?:\."?([\w.-]+)"?)?/i.exec(text);
  if (!table) throw new BadAsk(`"${text}" names no table`);
  const name = verb[0]!.toUpperCase() + verb.slice(1).toLowerCase();
  return { action: `PartiQL${name}`, table: table[1]!, index: table[2], input: {} };
}

async function wanted(asked: Asked, operation: Operation): Promise<Wanted> {
  const { action, table, index, input, keys } = operation;
  const context: Record<string, string | string[]> = { ...tagKeys(tagsOf(input)) };
  if (table === "") return { action: `dynamodb:${action}`, resource: "*", context };

  const own = table.startsWith("arn:") ? table : arnOf(asked, "dynamodb", `table/${table}`);
  const hash = await asked.world.hashKey(own, index);
  const leading = (keys ?? []).map((key) => hash && leadingKey(key, hash));
  if (action === "Query" && hash) leading.push(queried(input, hash));
  const found = leading.filter((value) => value !== undefined);
  if (found.length > 0) context["dynamodb:LeadingKeys"] = found;
  const attributes = attributesOf(input, keys ?? []);
  if (attributes.length > 0) context["dynamodb:Attributes"] = attributes;
  for (const name of ["ReturnValues", "ReturnConsumedCapacity"]) {
    if (input[name] !== undefined) context[`dynamodb:${name}`] = String(input[name]);
  }
  if (action === "Query" || action === "Scan") context["dynamodb:Select"] = select(input);
  return {
    action: `dynamodb:${action}`,
    resource: index ? `${own}/index/${index}` : own,
    context,
  };
}

/** The partition that a Query is about, from either way to say it. */
function queried(input: Item, hash: string): string | undefined {
  const old = (input.KeyConditions as Record<string, Item> | undefined)?.[hash];
  if (old) return leadingKey({ [hash]: (old.AttributeValueList as Item[])[0] }, hash);
  const names = (input.ExpressionAttributeNames ?? {}) as Record<string, string>;
  const values = (input.ExpressionAttributeValues ?? {}) as Record<string, Item>;
  const equal = /([#\w.-]+)\s*=\s*(:\w+)/g;
  for (const [, name, value] of String(input.KeyConditionExpression ?? "").matchAll(equal)) {
    if ((names[name!] ?? name) === hash) return leadingKey({ [hash]: values[value!] }, hash);
  }
}

function select(input: Item): string {
  if (input.Select) return String(input.Select);
  if (input.ProjectionExpression || input.AttributesToGet) return "SPECIFIC_ATTRIBUTES";
  return input.IndexName ? "ALL_PROJECTED_ATTRIBUTES" : "ALL_ATTRIBUTES";
}
