/** What somebody set or typed that changes what a test run looks at or judges. */

/** Variables that change what is looked at or judged; each that is set is printed and recorded. */
export const VARIABLES: readonly string[] = [
  ...['ENGINE', 'REPORTS', 'RUN_CACHE', 'AUDIT', 'AUDIT_SEED', 'FC_SEED', 'FC_PATH', 'NODE_OPTIONS'],
];

/**
 * Lists what was set: `AUDIT=relu-depth-1-seed-1`, and what was typed besides `run`.
 *
 * @param typed - arguments of the command
 */
export function settingsInForce(environment: NodeJS.ProcessEnv, typed: readonly string[]): readonly string[] {
  const others = typedBesideRun(typed);
  return [
    ...VARIABLES.flatMap((name) => (environment[name] ? [`${name}=${environment[name]}`] : [])),
    ...(others.length > 0 ? [`arguments ${others.join(' ')}`] : []),
  ];
}

/** What was typed besides the command `run`; a second one is a filter. */
export function typedBesideRun(typed: readonly string[]): readonly string[] {
  return typed.slice(typed[0] === 'run' ? 1 : 0);
}
