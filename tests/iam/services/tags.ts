/** The tags that a JSON request gives, in any of the services' ways to write them. */
export function tagsOf(input: Record<string, unknown>): Record<string, string> {
  const given = input.Tags ?? input.tags ?? input.TagList;
  if (Array.isArray(given)) {
    return Object.fromEntries(given.map((tag) => [
      String(tag.Key ?? tag.TagKey ?? tag.key),
      String(tag.Value ?? tag.TagValue ?? tag.value ?? ""),
    ]));
  }
  return (given ?? {}) as Record<string, string>;
}

/** The tags of a form: `Tags.member.1.Key` (IAM, STS) or `TagSpecification.1.Tag.1.Key` (EC2). */
export function formTags(form: ReadonlyMap<string, string>): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const [name, value] of form) {
    const tag = /^((?:.*\.)?Tags?(?:\.\w+)?\.\d+)\.Key$/.exec(name)?.[1];
    if (tag) tags[value] = form.get(`${tag}.Value`) ?? "";
  }
  return tags;
}
