import { type ParseArgsConfig, parseArgs } from "node:util";

/** A command line that makes no sense. */
export class UsageError extends Error {}

/** The options of a command, which takes nothing else. */
export function readOptions<const Options extends NonNullable<ParseArgsConfig["options"]>>(
  command: string,
  args: string[],
  options: Options,
) {
  const { values, positionals } = parsed(args, options);
  if (positionals.length > 0) {
    throw new UsageError(`${command} takes options only, not "${positionals.join(" ")}"`);
  }
  return values;
}

function parsed<const Options extends NonNullable<ParseArgsConfig["options"]>>(
  args: string[],
  options: Options,
) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
