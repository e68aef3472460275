import type { AwsClient } from "./client.ts";
import type { Repeat } from "./request.ts";

/** An attribute as DynamoDB writes it: its one type, and its value. Types but these two are never made here. */
export interface Attribute {
  S?: string;
  N?: string;
  [type: string]: unknown;
}

export type Item = { [name: string]: Attribute };

/** The names and values that expressions refer to, `#name` and `:value`. */
export interface Expressions {
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Item;
}

export interface UpdateItemInput extends Expressions {
  TableName: string;
  Key: Item;
  UpdateExpression: string;
  ConditionExpression?: string;
  ReturnValues: "ALL_NEW";
  ReturnValuesOnConditionCheckFailure: "ALL_OLD";
}

export interface PutItemInput extends Expressions {
  TableName: string;
  Item: Item;
  ConditionExpression?: string;
  ReturnValuesOnConditionCheckFailure: "ALL_OLD";
}

export interface ScanInput extends Expressions {
  TableName: string;
  ConsistentRead: boolean;
  FilterExpression?: string;
}

/** It answers in milliseconds, and a heartbeat can't wait long for an answer that was lost. */
const TIMEOUT_MS = 5000;

/** DynamoDB's items: the few calls that a table of locks needs. Throws AwsError and NoAnswer. */
export class DynamoDb {
  constructor(private readonly client: AwsClient) {}

  /** Never sent twice, unless DynamoDB said that it did not take it up. Answers the item after the update. */
  async updateItem(input: UpdateItemInput, signal?: AbortSignal): Promise<Item> {
    const answer = await this.call("UpdateItem", input, "ifNotTaken", signal);
    return (answer.Attributes ?? {}) as Item;
  }

  /** Never sent twice, unless DynamoDB said that it did not take it up. */
  async putItem(input: PutItemInput, signal?: AbortSignal): Promise<void> {
    await this.call("PutItem", input, "ifNotTaken", signal);
  }

  /** Consistent. */
  async getItem(table: string, key: Item, signal?: AbortSignal): Promise<Item | undefined> {
    const input = { TableName: table, Key: key, ConsistentRead: true };
    const answer = await this.call("GetItem", input, "always", signal);
    return answer.Item as Item | undefined;
  }

  /** All pages. */
  async scan(input: ScanInput, signal?: AbortSignal): Promise<Item[]> {
    const items: Item[] = [];
    let from: unknown;
    do {
      const page = { ...input, ...(from ? { ExclusiveStartKey: from } : {}) };
      const answer = await this.call("Scan", page, "always", signal);
      items.push(...(answer.Items ?? []) as Item[]);
      from = answer.LastEvaluatedKey;
    } while (from);
    return items;
  }

  /** Any operation of the JSON interface. */
  async call(
    operation: string,
    input: object,
    repeat: Repeat,
    signal?: AbortSignal,
  ): Promise<Record<string, unknown>> {
    const { body } = await this.client.send({
      service: "dynamodb",
      operation,
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `DynamoDB_20120810.${operation}`,
      },
      body: new TextEncoder().encode(JSON.stringify(input)),
      repeat,
      timeoutMs: TIMEOUT_MS,
    }, signal);
    const answer = JSON.parse(new TextDecoder().decode(body));
    if (typeof answer !== "object" || answer === null) {
      throw new SyntaxError("The answer of DynamoDB is no object");
    }
    return answer;
  }
}
