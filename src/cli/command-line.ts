/** An invalid command line. */
export class UsageError extends Error {}

/** Reads the options of a command that takes nothing else. `parse` is Node's parser of the command line. */
export function readOptions<Values>(
  command: string,
  parse: () => { values: Values; positionals: string[] },
): Values {
  const { values, positionals } = parsed(parse);
  if (positionals.length > 0) {
    throw new UsageError(`${command} takes options only, not "${positionals.join(" ")}"`);
  }
  return values;
}

function parsed<Answer>(parse: () => Answer): Answer {
  try {
    return parse();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    // Node also explains positional arguments here, which no command takes.
    throw new UsageError(message.replace(/\. To specify a positional argument .*/s, ""), { cause });
  }
}
