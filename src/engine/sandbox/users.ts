/** From who needs what: what → who. */
export function usersOf(
  needs: Iterable<readonly [user: string, needs: Iterable<string>]>,
): Map<string, string[]> {
  const users = new Map<string, string[]>();
  for (const [user, all] of needs) {
    for (const needed of all) {
      const known = users.get(needed);
      if (known) known.push(user);
      else users.set(needed, [user]);
    }
  }
  return users;
}
