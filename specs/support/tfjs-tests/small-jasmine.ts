/** As much of jasmine as TensorFlow.js's own tests of convolution use, with the outcome of each test as the result. */
import { isDeepStrictEqual } from 'node:util';

type Action = () => unknown;

interface Group {
  readonly title: string;
  readonly beforeAll: Action[];
  readonly beforeEach: Action[];
  readonly afterEach: Action[];
  readonly afterAll: Action[];
  readonly tests: { readonly title: string; readonly test: Action }[];
}

/** What became of a test: `passed`, or the message it failed with. */
export type Outcomes = Readonly<Record<string, string>>;

/**
 * Puts `describe`, `it` and the like on globalThis, for test files that are imported afterwards.
 *
 * @returns runs what those files declared, one test after the other
 */
export function installSmallJasmine(): () => Promise<Outcomes> {
  const groups: Group[] = [];
  const current = () => {
    const group = groups.at(-1);
    if (!group) throw new Error('installSmallJasmine knows tests only within describe');
    return group;
  };
  // TensorFlow.js's tests never nest one `describe` in another.
  const describe = (title: string, declare: Action) => {
    groups.push({ title, beforeAll: [], beforeEach: [], afterEach: [], afterAll: [], tests: [] });
    declare();
  };
  const it = (title: string, test: Action) => current().tests.push({ title, test });
  const hooks = ['beforeAll', 'beforeEach', 'afterEach', 'afterAll'] as const;
  const installed = hooks.map((hook) => [hook, (action: Action) => current()[hook].push(action)]);
  Object.assign(globalThis, { describe, it, expect, ...Object.fromEntries(installed) });
  return async () => Object.assign({}, ...(await inTurn(groups, runGroup)));
}

async function runGroup(group: Group): Promise<Outcomes> {
  const outcomes: Record<string, string> = {};
  await inTurn(group.beforeAll, (action) => action());
  for (const { title, test } of group.tests) {
    await inTurn(group.beforeEach, (action) => action());
    // Some titles come twice: the number keeps both.
    outcomes[`${group.title} ${title} #${Object.keys(outcomes).length}`] = await outcomeOf(test);
    await inTurn(group.afterEach, (action) => action());
  }
  await inTurn(group.afterAll, (action) => action());
  return outcomes;
}

async function outcomeOf(test: Action): Promise<string> {
  try {
    await test();
    return 'passed';
  } catch (error) {
    return `failed: ${error instanceof Error ? error.message : error}`;
  }
}

async function inTurn<Item, Result>(
  items: readonly Item[],
  action: (item: Item) => Result,
): Promise<Awaited<Result>[]> {
  const results: Awaited<Result>[] = [];
  for (const item of items) results.push(await action(item));
  return results;
}

function expect(actual?: unknown) {
  const check = (holds: boolean, what: string) => {
    if (!holds) throw new Error(`expected ${String(actual)} ${what}`);
  };
  return {
    nothing: () => {},
    toBe: (expected: unknown) => check(Object.is(actual, expected), `to be ${String(expected)}`),
    toEqual: (expected: unknown) =>
      check(isDeepStrictEqual(actual, expected), `to equal ${String(expected)}`),
    toThrowError: (expected: RegExp | string = '') => {
      const message = messageOf(actual as Action);
      check(message !== undefined, 'to throw');
      const right =
        expected instanceof RegExp ? expected.test(message ?? '') : expected === '' || message === expected;
      check(right, `to throw ${expected}, not ${message}`);
    },
  };
}

function messageOf(action: Action): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
