import { usersOf } from "../../ports/references.ts";

export interface Task {
  key: string;
  /** Keys of tasks that must have succeeded first; keys of no task count as done. */
  after: readonly string[];
}

export interface Limits {
  /** Most tasks at work at once. */
  parallelism: number;
  /** Asked before each start; once false, what runs is finished and nothing else begins. */
  mayStart(): boolean;
}

/**
 * Runs tasks as soon as what they wait for has succeeded, the first named first. What waits for a
 * task that answered false never starts, nor do tasks that wait for each other. After a rejection
 * nothing else begins, and it is passed on once what runs has ended; else gives the keys of the
 * tasks that were not done.
 */
export function schedule(
  tasks: readonly Task[],
  { parallelism, mayStart }: Limits,
  work: (key: string) => Promise<boolean>,
): Promise<string[]> {
  const keys = new Set(tasks.map((task) => task.key));
  const waitingFor = new Map<string, number>();
  const followers = usersOf(tasks.map(({ key, after }) => [key, new Set(after)]));
  const ready: string[] = [];
  for (const { key, after } of tasks) {
    const before = new Set(after.filter((other) => keys.has(other)));
    waitingFor.set(key, before.size);
    if (before.size === 0) ready.push(key);
  }
  const { promise, resolve, reject } = Promise.withResolvers<string[]>();
  let running = 0;
  let rejection: { error: unknown } | undefined;

  function done(key: string, succeeded: boolean): void {
    running--;
    if (succeeded) keys.delete(key);
    for (const follower of succeeded ? followers.get(key) ?? [] : []) {
      const left = waitingFor.get(follower)! - 1;
      waitingFor.set(follower, left);
      if (left === 0) ready.push(follower);
    }
    start();
  }
  function start(): void {
    while (!rejection && running < parallelism && ready.length > 0 && mayStart()) {
      const key = ready.shift()!;
      running++;
      work(key).then((succeeded) => done(key, succeeded), (error) => {
        rejection ??= { error };
        done(key, false);
      });
    }
    if (running > 0) return;
    if (rejection) reject(rejection.error);
    else resolve([...keys]);
  }
  start();
  return promise;
}
