/** Hands out names that Pulumi YAML takes in `${name}`, each once, readable where possible. */
export class Names {
  // `pulumi` is the YAML host's own variable.
  readonly #taken = new Set(["pulumi"]);

  /** A name made of `text`: letters, digits and underscores, starting with a letter. */
  take(text: string): string {
    const plain = text.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
    const base = /^[A-Za-z]/.test(plain) ? plain : `r_${plain}`;
    let name = base;
    for (let n = 2; this.#taken.has(name); n++) name = `${base}_${n}`;
    this.#taken.add(name);
    return name;
  }
}
