/** Reads a command line of options alone by Node's own parser, and answers what it does not know with what there is. */
import { type ParseArgsConfig, parseArgs } from 'node:util';

/**
 * @param environment - in which npm says what it kept of them for itself; left out where a user's .npmrc may say as much
 * @returns what was given, or is the default
 * @throws RangeError that quotes what does not fit and lists the options
 */
export function parseOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
  environment: NodeJS.ProcessEnv = {},
) {
  const taken = Object.keys(options).find((name) => `npm_config_${name}` in environment);
  if (taken) {
    throw new RangeError(
      `npm took --${taken} for its own: put -- before it, npm run <command> -- --${taken} …, or look into your .npmrc`,
    );
  }
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    const [problem] = String(error instanceof Error ? error.message : error).split('. ');
    const known = Object.entries(options).map(([name, { type }]) =>
      type === 'string' ? `--${name} <value>` : `--${name}`,
    );
    throw new RangeError(
      `${problem}: ${known.length > 0 ? `the options are ${known.join(', ')}` : 'there are no options'}`,
    );
  }
}
