/** An element of an AWS answer. Attributes and name prefixes are read past: no answer needs them. */
export interface XmlElement {
  name: string;
  /** All text directly inside, entities resolved. */
  text: string;
  children: XmlElement[];
}

/** The first child of that name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((one) => one.name === name);
}

/** The text of the element at a path of names, or undefined. */
export function textAt(element: XmlElement | undefined, ...path: string[]): string | undefined {
  return path.reduce(child, element)?.text;
}

/**
 * Parses a whole document; strict about nesting, without DTDs.
 *
 * @throws SyntaxError with the position
 */
export function parseXml(source: string): XmlElement {
  const scanner = new Scanner(source);
  scanner.prolog();
  const root = scanner.element(0);
  scanner.prolog();
  if (!scanner.done) scanner.fail("something follows the root element");
  return root;
}

/** Writes an element and all in it, without the white space that was around children. */
export function formatXml({ name, text, children }: XmlElement): string {
  const inside = children.length > 0 ? children.map(formatXml).join("") : escape(text);
  return `<${name}>${inside}</${name}>`;
}

/** An element with the given children, or text. */
export function xml(name: string, inside: string | XmlElement[]): XmlElement {
  return typeof inside === "string"
    ? { name, text: inside, children: [] }
    : { name, text: "", children: inside };
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const MAX_DEPTH = 64;
const ENTITIES: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

class Scanner {
  #at = 0;

  constructor(private readonly source: string) {}

  get done(): boolean {
    return this.#at >= this.source.length;
  }

  fail(what: string): never {
    throw new SyntaxError(`Not well-formed XML at character ${this.#at}: ${what}`);
  }

  /** White space, declarations and comments around the root. */
  prolog(): void {
    if (this.source.charCodeAt(this.#at) === 0xfeff) this.#at++;
    while (!this.done) {
      if (/\s/.test(this.source[this.#at]!)) this.#at++;
      else if (this.#skip("<?")) this.#until("?>");
      else if (this.#skip("<!--")) this.#until("-->");
      else return;
    }
  }

  element(depth: number): XmlElement {
    if (depth > MAX_DEPTH) this.fail("nested too deeply");
    if (!this.#skip("<")) this.fail("an element must start here");
    const name = this.#name();
    const element: XmlElement = { name: local(name), text: "", children: [] };
    if (this.#attributes()) return element;
    while (!this.#skip("</")) {
      if (this.done) this.fail(`"${name}" is not closed`);
      if (this.#skip("<![CDATA[")) element.text += this.#until("]]>");
      else if (this.#skip("<!--")) this.#until("-->");
      else if (this.#skip("<?")) this.#until("?>");
      else if (this.source[this.#at] === "<") element.children.push(this.element(depth + 1));
      else element.text += this.#text();
    }
    if (this.#name() !== name) this.fail(`"${name}" is closed by another name`);
    this.#space();
    if (!this.#skip(">")) this.fail(`"</${name}" has no ">"`);
    return element;
  }

  /** Reads past attributes and the end of the tag; true when it was `/>`. */
  #attributes(): boolean {
    for (;;) {
      this.#space();
      if (this.#skip("/>")) return true;
      if (this.#skip(">")) return false;
      this.#name();
      this.#space();
      if (!this.#skip("=")) this.fail("an attribute has no value");
      this.#space();
      const quote = this.source[this.#at];
      if (quote !== '"' && quote !== "'") this.fail("an attribute's value is not quoted");
      this.#at++;
      this.#until(quote);
    }
  }

  #text(): string {
    const end = this.source.indexOf("<", this.#at);
    const raw = this.source.slice(this.#at, end < 0 ? this.source.length : end);
    this.#at += raw.length;
    return raw.split("&").map((part, index) => index === 0 ? part : this.#entity(part)).join("");
  }

  /** A part that follows a "&". */
  #entity(part: string): string {
    const end = part.indexOf(";");
    if (end < 0) this.fail('a "&" starts no entity');
    const name = part.slice(0, end);
    const code = /^#x[0-9a-fA-F]{1,6}$/.test(name)
      ? parseInt(name.slice(2), 16)
      : /^#[0-9]{1,7}$/.test(name)
      ? parseInt(name.slice(1), 10)
      : undefined;
    if (code !== undefined && code > 0x10ffff) this.fail(`"&${name};" is no character`);
    const char = code === undefined ? ENTITIES[name] : String.fromCodePoint(code);
    if (char === undefined) this.fail(`unknown entity "&${name};"`);
    return char + part.slice(end + 1);
  }

  #name(): string {
    const start = this.#at;
    while (!this.done && /[\w.:-]/.test(this.source[this.#at]!)) this.#at++;
    if (start === this.#at) this.fail("a name must start here");
    return this.source.slice(start, this.#at);
  }

  #space(): void {
    while (!this.done && /\s/.test(this.source[this.#at]!)) this.#at++;
  }

  #skip(text: string): boolean {
    if (!this.source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #until(text: string): string {
    const end = this.source.indexOf(text, this.#at);
    if (end < 0) this.fail(`"${text}" is missing`);
    const found = this.source.slice(this.#at, end);
    this.#at = end + text.length;
    return found;
  }
}

function local(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
