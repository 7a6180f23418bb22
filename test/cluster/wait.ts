/** Deadlines are for machines with two busy cores; a test ends as soon as its condition holds. */
export const MINUTES = 60_000;

const PAUSE_MS = 500;

/**
 * Asks until there is an answer. A probe says "not yet" with undefined, null or false; what it throws ends the wait.
 * `explain` is asked once the deadline has passed, for the message.
 */
export async function waitFor<T>(
  what: string,
  probe: () => Promise<T | undefined | null | false>,
  options: { readonly deadline?: number; readonly explain?: () => Promise<string> } = {},
): Promise<T> {
  const deadline = options.deadline ?? 3 * MINUTES;
  const end = Date.now() + deadline;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (Date.now() > end) {
      const state = options.explain === undefined ? '' : `\n${await options.explain()}`;
      throw new Error(`not within ${deadline / 1000} s: ${what}${state}`);
    }
    await new Promise((resume) => setTimeout(resume, PAUSE_MS));
  }
}
