import type { DynamoDb, Item } from "../aws/dynamodb.ts";
import type { AwsError } from "../aws/errors.ts";
import { failedWrite, hasCode, unavailable } from "../state/aws_failure.ts";
import { conditionExpression, Placeholders } from "./dynamodb_condition.ts";
import { attribute, changedAttributes, decodeItem, KEY } from "./dynamodb_item.ts";
import {
  type LockCondition,
  type LockItem,
  type LockTable,
  type LockUpdate,
  UNREADABLE,
  type UpdateResult,
} from "./table.ts";

/** Locks in a DynamoDB table with the key attribute `lockKey`. An update is one request, won or lost. */
export class DynamoDbTable implements LockTable {
  readonly location: string;

  constructor(private readonly dynamodb: DynamoDb, private readonly table: string) {
    this.location = `dynamodb:${table}`;
  }

  async update(
    key: string,
    condition: LockCondition,
    update: LockUpdate,
    signal?: AbortSignal,
  ): Promise<UpdateResult> {
    try {
      // Only a whole new item makes sure that nothing of an unreadable one stays.
      const item = condition.fence === UNREADABLE
        ? await this.#replace(key, condition, update, signal)
        : await this.#update(key, condition, update, signal);
      return { ok: true, item: decodeItem(item) };
    } catch (error) {
      if (hasCode(error, "ConditionalCheckFailedException")) return lost(error);
      throw failedWrite(error, `Can't update "${key}" in "${this.location}"`, signal);
    }
  }

  async get(key: string, signal?: AbortSignal): Promise<LockItem | undefined> {
    try {
      const item = await this.dynamodb.getItem(this.table, { [KEY]: attribute(key) }, signal);
      return item && decodeItem(item);
    } catch (error) {
      throw unavailable(error, `Can't read "${key}" from "${this.location}"`, signal);
    }
  }

  async list(prefix: string, signal?: AbortSignal): Promise<LockItem[]> {
    const use = new Placeholders();
    const filter = prefix === "" ? {} : {
      FilterExpression: `begins_with(${use.name(KEY)}, ${use.value("prefix", prefix)})`,
      ExpressionAttributeNames: use.names,
      ExpressionAttributeValues: use.values,
    };
    try {
      const items = await this.dynamodb.scan(
        { TableName: this.table, ConsistentRead: true, ...filter },
        signal,
      );
      return items.map(decodeItem).sort((a, b) => (a.key < b.key ? -1 : 1));
    } catch (error) {
      throw unavailable(error, `Can't list "${this.location}"`, signal);
    }
  }

  #update(
    key: string,
    condition: LockCondition,
    update: LockUpdate,
    signal?: AbortSignal,
  ): Promise<Item> {
    const use = new Placeholders();
    const sets: string[] = [];
    const removes: string[] = [];
    for (const [name, value] of Object.entries(changedAttributes(update))) {
      if (value) {
        use.values[`:set_${name}`] = value;
        sets.push(`${use.name(name)} = :set_${name}`);
      } else removes.push(use.name(name));
    }
    const fence = use.name("fence");
    if (update.fence !== undefined) sets.push(`${fence} = ${use.value("fence", update.fence)}`);
    const clauses = [
      sets.length > 0 ? `SET ${sets.join(", ")}` : "",
      removes.length > 0 ? `REMOVE ${removes.join(", ")}` : "",
      // ADD starts at 0 in a new item.
      update.fence === undefined ? `ADD ${fence} ${use.value("add", update.addFence ?? 0)}` : "",
    ];
    return this.dynamodb.updateItem({
      TableName: this.table,
      Key: { [KEY]: attribute(key) },
      UpdateExpression: clauses.filter(Boolean).join(" "),
      ConditionExpression: conditionExpression(condition, use),
      ExpressionAttributeNames: use.names,
      ExpressionAttributeValues: use.values,
      ReturnValues: "ALL_NEW",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    }, signal);
  }

  async #replace(
    key: string,
    condition: LockCondition,
    update: LockUpdate,
    signal?: AbortSignal,
  ): Promise<Item> {
    const use = new Placeholders();
    const item: Item = {
      [KEY]: attribute(key),
      fence: attribute(update.fence ?? update.addFence ?? 0),
    };
    for (const [name, value] of Object.entries(changedAttributes(update))) {
      if (value) item[name] = value;
    }
    await this.dynamodb.putItem({
      TableName: this.table,
      Item: item,
      ConditionExpression: conditionExpression(condition, use),
      ExpressionAttributeNames: use.names,
      ExpressionAttributeValues: use.values,
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    }, signal);
    return item;
  }
}

/** The item that the condition failed on comes with the refusal. */
function lost(error: AwsError): UpdateResult {
  const item = error.answer.json?.Item as Item | undefined;
  return item ? { ok: false, item: decodeItem(item) } : { ok: false };
}
