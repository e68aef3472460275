/** Settings by name; those of an indented block are `name.inner`. */
export type Section = Map<string, string>;

/**
 * Parses the AWS CLI's files: sections, settings, comments, indented blocks. The names of settings are in lower case.
 *
 * @throws SyntaxError with the line's number
 */
export function parseIni(text: string): Map<string, Section> {
  const sections = new Map<string, Section>();
  let section: Section | undefined;
  let block: string | undefined;
  for (const [index, raw] of text.replace(/^\ufeff/, "").split(/\r?\n/).entries()) {
    const line = raw.replace(/(^|\s)[#;].*$/, "").trimEnd();
    if (line.trim() === "") continue;
    const header = /^\[\s*(.+?)\s*\]$/.exec(line);
    if (header) {
      const name = header[1]!.replace(/\s+/g, " ");
      section = sections.get(name) ?? new Map();
      sections.set(name, section);
      block = undefined;
      continue;
    }
    const equals = line.indexOf("=");
    if (!section || equals < 1) throw new SyntaxError(`line ${index + 1} is no "name = value"`);
    const indented = /^\s/.test(line);
    const name = line.slice(0, equals).trim().toLowerCase();
    const value = line.slice(equals + 1).trim();
    section.set(indented && block ? `${block}.${name}` : name, value);
    if (!indented) block = value === "" ? name : undefined;
  }
  return sections;
}
