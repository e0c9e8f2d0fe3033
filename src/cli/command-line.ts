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

/** Reads the command line of a command that takes these arguments, each of which must be given. */
export function readArguments<Line extends { positionals: string[] }>(
  command: string,
  names: readonly string[],
  parse: () => Line,
): Line {
  const line = parsed(parse);
  const { positionals } = line;
  const missing = names.find((_name, index) => !positionals[index]);
  if (missing !== undefined || positionals.length > names.length) {
    const problem =
      missing === undefined
        ? `"${positionals.slice(names.length).join(" ")}" is too much`
        : `${missing} is not given`;
    throw new UsageError(`${problem}; expected ${command} ${names.join(" ")}`);
  }
  return line;
}

/** Returns a string as a word of a shell command. */
export function shellWord(text: string): string {
  return /^[\w.@:/+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
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
