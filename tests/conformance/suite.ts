/** Tests that an adapter can't pass, by name, with the reason. */
export interface SuiteOptions {
  ignore?: { [test: string]: string };
}

/** Registers the tests of one suite; each opens the adapter anew and closes it. */
export function register<T extends { close(): Promise<void> }>(
  title: string,
  open: () => Promise<T>,
  tests: { [name: string]: (opened: T) => Promise<void> },
  options: SuiteOptions,
): void {
  for (const [name, run] of Object.entries(tests)) {
    const reason = options.ignore?.[name];
    Deno.test({
      name: `${title}: ${name}${reason ? ` (skipped: ${reason})` : ""}`,
      ignore: reason !== undefined,
      async fn() {
        const opened = await open();
        try {
          await run(opened);
        } finally {
          await opened.close();
        }
      },
    });
  }
}
