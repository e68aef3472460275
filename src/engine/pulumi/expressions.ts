import type { Expression, Value } from "../resource.ts";
import { isExpression } from "../../ports/references.ts";
import type { Names } from "./names.ts";

/** A JSON value with Pulumi YAML's `${…}` and `fn::…` in it. */
export type Node = null | boolean | number | string | Node[] | { [key: string]: Node };

/** A secret of which one JSON key is wanted. Pulumi YAML can't parse JSON, so the engine passes it as secret configuration. */
export interface SecretText {
  /** Name in the program's `config`. */
  name: string;
  /** Name or ARN of the secret. */
  path: string;
  /** Key in its JSON text. */
  key: string;
}

const attributePath = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[\d+\])*$/;

/** Turns values of the graph into Pulumi YAML; collects the variables and secret configuration they need. */
export class Expressions {
  readonly variables: Record<string, Node> = {};
  readonly secretTexts: SecretText[] = [];
  readonly #names: Names;
  readonly #provider: string;
  readonly #resources: ReadonlyMap<string, string>;
  readonly #lookups: ReadonlyMap<string, string>;
  readonly #secrets = new Map<string, string>();

  /**
   * @param resources resource key → name in the program; `lookups` likewise
   * @param provider name of the provider in the program
   */
  constructor(
    names: Names,
    provider: string,
    resources: ReadonlyMap<string, string>,
    lookups: ReadonlyMap<string, string>,
  ) {
    this.#names = names;
    this.#provider = provider;
    this.#resources = resources;
    this.#lookups = lookups;
  }

  /** Throws when a reference leads nowhere, or when a value has no form in Pulumi YAML. */
  node(value: Value): Node {
    if (typeof value === "string") return escape(value);
    if (typeof value === "number" && !Number.isFinite(value)) {
      throw new Error(`${value} can't be a property`);
    }
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map((item) => this.node(item));
    if (isExpression(value)) return this.#expression(value);
    return this.#object(value, (item) => this.node(item));
  }

  /** The name of a resource in the program. */
  resource(key: string): string {
    const name = this.#resources.get(key);
    if (name === undefined) throw new Error(`no resource is called "${key}"`);
    return name;
  }

  /** `function` asked with `args`, answering whole or with one attribute. */
  invoke(function_: string, args: Node, attribute?: string): Node {
    return {
      "fn::invoke": {
        function: function_,
        arguments: args,
        options: { provider: `\${${this.#provider}}` },
        ...(attribute !== undefined && { return: attribute }),
      },
    };
  }

  #object<T>(object: { [key: string]: T }, print: (item: T) => Node): Node {
    const node: { [key: string]: Node } = {};
    for (const [key, item] of Object.entries(object)) {
      if (/^fn::/i.test(key)) throw new Error(`"${key}" can't be a key: Pulumi reserves "fn::"`);
      node[escape(key)] = print(item);
    }
    return node;
  }

  #expression(value: Expression): Node {
    if ("$attr" in value) {
      return `\${${this.#access(this.resource(value.$attr[0]), value.$attr[1])}}`;
    }
    if ("$first" in value) {
      const [key, list, field] = value.$first;
      return firstOf(`\${${this.#access(this.resource(key), list)}}`, field);
    }
    if ("$lookup" in value) {
      return `\${${this.#access(this.#lookup(value.$lookup[0]), value.$lookup[1])}}`;
    }
    if ("$join" in value) return value.$join.map((part) => this.#text(part)).join("");
    if ("$json" in value) return { "fn::toJSON": this.node(value.$json) };
    if ("$secret" in value) return `\${${this.#secret(value.$secret)}}`;
    if ("$archive" in value) return { "fn::fileArchive": escape(value.$archive) };
    return {
      "fn::assetArchive": this.#object(
        value.$inlineArchive,
        (text) => ({ "fn::stringAsset": escape(text) }),
      ),
    };
  }

  #access(name: string, attribute: string): string {
    if (!attributePath.test(attribute)) throw new Error(`"${attribute}" is no attribute path`);
    return `${name}.${attribute}`;
  }

  #lookup(key: string): string {
    const name = this.#lookups.get(key);
    if (name === undefined) throw new Error(`no lookup is called "${key}"`);
    return name;
  }

  /** A part of a text: what isn't a text by itself becomes a variable. */
  #text(part: Value): string {
    const node = this.node(part);
    if (typeof node === "string") return node;
    if (node === null) return "";
    if (typeof node !== "object") return String(node);
    const name = this.#names.take("value");
    this.variables[name] = node;
    return `\${${name}}`;
  }

  #secret(reference: string): string {
    const known = this.#secrets.get(reference);
    if (known !== undefined) return known;
    const hash = reference.indexOf("#");
    const path = hash < 0 ? reference : reference.slice(0, hash);
    const name = this.#names.take(`secret_${reference}`);
    this.#secrets.set(reference, name);
    if (hash >= 0) this.secretTexts.push({ name, path, key: reference.slice(hash + 1) });
    else {
      const answer = this.invoke(
        "aws:secretsmanager/getSecretVersion:getSecretVersion",
        { secretId: escape(path) },
        "secretString",
      );
      this.variables[name] = { "fn::secret": answer };
    }
    return name;
  }
}

/**
 * Pulumi YAML refuses to index an empty list, so the list is printed as JSON, where the field is
 * looked for, and found empty behind it where the list has none.
 */
function firstOf(list: string, field: string): Node {
  const begin = `"${field}":"`;
  const json = { "fn::join": ["", [{ "fn::toJSON": list }, `${begin}"`]] };
  return part(0, '"', part(1, begin, json));
}

const part = (index: number, delimiter: string, source: Node): Node => ({
  "fn::select": [index, { "fn::split": [delimiter, source] }],
});

/** A literal that Pulumi YAML reads back unchanged. */
function escape(text: string): string {
  if (!text.isWellFormed()) {
    throw new Error("a text with half a surrogate pair can't be a property");
  }
  return text.replaceAll("$", "$$$$");
}
