const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** Path of a Chromium on this machine; undefined where there is none. */
export function findBrowser(): string | undefined {
  for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
    for (const name of NAMES) {
      try {
        if (Deno.statSync(`${folder}/${name}`).isFile) return `${folder}/${name}`;
      } catch {
        // Not there.
      }
    }
  }
}

type Params = Record<string, unknown>;

export interface Seen {
  /** Addresses that the page asked for, besides its own. */
  requests: string[];
  /** What was written to the console, or violated the page's own policy. */
  complaints: string[];
  /** What the expression came to. */
  value: unknown;
}

/** A headless Chromium, driven over its own protocol. */
export class Browser {
  #next = 1;
  readonly #waiting = new Map<number, (message: Params) => void>();
  readonly #listeners = new Set<(method: string, params: Params) => void>();

  private constructor(
    private readonly child: Deno.ChildProcess,
    private readonly socket: WebSocket,
    private readonly profile: string,
  ) {
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.id !== undefined) {
        this.#waiting.get(message.id)?.(message);
        this.#waiting.delete(message.id);
      } else for (const listener of this.#listeners) listener(message.method, message.params);
    };
  }

  static async open(path: string): Promise<Browser> {
    const profile = await Deno.makeTempDir({ prefix: "panka-browser-" });
    const child = new Deno.Command(path, {
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--remote-debugging-port=0",
        `--user-data-dir=${profile}`,
        "about:blank",
      ],
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const address = await listening(child.stderr);
    const socket = new WebSocket(address);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    return new Browser(child, socket, profile);
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.socket.onclose = resolve);
    await this.#send("Browser.close", {});
    await closed;
    await this.child.status;
    await Deno.remove(this.profile, { recursive: true });
  }

  /** Opens a file, evaluates an expression in it, and tells what it did on its own. */
  async look(
    file: string,
    expression: string,
    view: { width: number; dark: boolean; screenshot?: string },
  ): Promise<Seen> {
    const { targetId } = await this.#send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.#send("Target.attachToTarget", { targetId, flatten: true });
    const send = (method: string, params: Params = {}) =>
      this.#send(method, params, sessionId as string);
    const requests: string[] = [];
    const complaints: string[] = [];
    // The empty page that was there first may be done with loading only now.
    const loads = new Map<unknown, PromiseWithResolvers<void>>();
    const loadOf = (id: unknown) =>
      loads.get(id) ?? loads.set(id, Promise.withResolvers<void>()).get(id)!;
    const listener = (method: string, params: Params) => {
      if (method === "Network.requestWillBeSent") {
        requests.push((params.request as { url: string }).url);
      } else if (method === "Log.entryAdded") {
        complaints.push((params.entry as { text: string }).text);
      } else if (method === "Runtime.consoleAPICalled" || method === "Runtime.exceptionThrown") {
        complaints.push(JSON.stringify(params));
      } else if (method === "Page.lifecycleEvent" && params.name === "load") {
        loadOf(params.loaderId).resolve();
      }
    };
    this.#listeners.add(listener);
    try {
      for (const domain of ["Page", "Network", "Log", "Runtime"]) await send(`${domain}.enable`);
      await send("Page.setLifecycleEventsEnabled", { enabled: true });
      const { width, dark, screenshot } = view;
      await send("Emulation.setDeviceMetricsOverride", {
        width,
        height: 900,
        deviceScaleFactor: 1,
        mobile: false,
      });
      await send("Emulation.setEmulatedMedia", {
        features: [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }],
      });
      const { loaderId } = await send("Page.navigate", { url: `file://${file}` });
      await loadOf(loaderId).promise;
      const { result } = await send("Runtime.evaluate", { expression, returnByValue: true });
      if (screenshot) {
        const { data } = await send("Page.captureScreenshot", { captureBeyondViewport: true });
        await Deno.writeFile(screenshot, Uint8Array.fromBase64(data as string));
      }
      return {
        requests: requests.filter((url) => url !== `file://${file}` && !url.startsWith("data:")),
        complaints,
        value: (result as { value: unknown }).value,
      };
    } finally {
      this.#listeners.delete(listener);
      await this.#send("Target.closeTarget", { targetId });
    }
  }

  async #send(method: string, params: Params, sessionId?: string): Promise<Params> {
    const id = this.#next++;
    const answer = new Promise<Params>((resolve) => this.#waiting.set(id, resolve));
    this.socket.send(JSON.stringify({ id, method, params, sessionId }));
    const { result, error } = await answer;
    if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result as Params;
  }
}

/** The address that the browser says it listens on; goes on reading, so that it never waits for us. */
async function listening(stderr: ReadableStream<Uint8Array>): Promise<string> {
  const reader = stderr.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (true) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`the browser did not start: ${text}`);
    text += value;
    const address = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
    if (!address) continue;
    (async () => {
      while (!(await reader.read()).done);
    })();
    return address;
  }
}
