const units: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/**
 * Reads a duration as Pulumi's `customTimeouts` write it, for example `1h30m`, in seconds; undefined if the string is
 * not a duration.
 */
export function parseDuration(text: string): number | undefined {
  if (!/^[+-]?((\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))+$|^[+-]?0$/.test(text)) {
    return undefined;
  }
  const sign = text.startsWith("-") ? -1 : 1;
  const parts = text.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/g);
  return (
    sign * [...parts].reduce((sum, [, n, unit]) => sum + Number(n) * (units[unit ?? ""] ?? 0), 0)
  );
}

/** Formats seconds for people, for example `1m 20s`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  return [h > 0 ? `${h}h` : "", h > 0 || m > 0 ? `${m}m` : "", h > 0 ? "" : `${s}s`]
    .filter((part) => part !== "")
    .join(" ");
}
