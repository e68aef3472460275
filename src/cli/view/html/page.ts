import { html, type Markup } from "./markup.ts";
import { STYLE } from "./style.ts";

/** What every page says of itself. */
export interface Made {
  /** Version of panka. */
  version: string;
  /** `2026-01-31 12:00:05`, in UTC. */
  at: string;
}

/** One self-contained page: it asks nobody for anything and runs no script. */
export function page(title: string, body: Markup, { version, at }: Made): string {
  return html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        >
        <link rel="icon" href="data:,">
        <title>${title}</title>
        <style>
        ${STYLE}
        </style>
      </head>
      <body>
        ${body}
        <footer class="soft"><p>panka ${version}, ${at} UTC</p></footer>
      </body>
    </html>
  `.text;
}
