import { type Budget, DEEPEST_CHAIN, type Interpolation, resolveText } from "./interpolate.ts";

export type Variables = Readonly<Record<string, string>>;

/** The variables that hold in one place, nearest first. Values may use other variables of the same place. */
export class VariableScope {
  private readonly raw = new Map<string, string>();
  private readonly resolved = new Map<string, string | null>();
  private readonly resolving: string[] = [];

  /** @param onProblem told once of a variable whose own value can't be resolved */
  constructor(
    layers: readonly Variables[],
    private readonly budget: Budget,
    private readonly onProblem: (name: string, summary: string, fix: string) => void,
  ) {
    for (const layer of layers.toReversed()) {
      for (const [name, value] of Object.entries(layer)) this.raw.set(name, value);
    }
  }

  names(): Iterable<string> {
    return this.raw.keys();
  }

  /** Undefined: no such variable. Null: its own value is wrong, which was reported. */
  get(name: string): string | null | undefined {
    const known = this.resolved.get(name);
    if (known !== undefined) return known;
    const raw = this.raw.get(name);
    if (raw === undefined) return undefined;
    if (!raw.includes("${")) return raw;
    if (this.resolving.length > DEEPEST_CHAIN) {
      this.onProblem(
        name,
        `variable "${name}" is reached through more than ${DEEPEST_CHAIN} others`,
        "give it a value of its own",
      );
      return null;
    }
    if (this.resolving.includes(name)) {
      this.onProblem(
        name,
        `variable "${name}" refers to itself: ${[...this.resolving, name].join(" → ")}`,
        "give one of them a value of its own",
      );
      return null;
    }
    this.resolving.push(name);
    const value = resolveText(raw, [], this.within(name));
    this.resolving.pop();
    const result = typeof value === "string" ? value : null;
    this.resolved.set(name, result);
    return result;
  }

  private within(name: string): Interpolation {
    return {
      variable: (other) => this.get(other),
      dotted: (owner, other) => {
        this.onProblem(
          name,
          `variable "${name}" can't refer to "${owner}.${other}"`,
          "refer to it where the variable is used",
        );
        return undefined;
      },
      names: () => this.names(),
      take: (length) => this.budget.take(length),
      problem: (_path, _needle, { summary, fix }) =>
        this.onProblem(name, `variable "${name}": ${summary}`, fix ?? ""),
    };
  }
}
