/** The name of a snapshot that a service takes of a source by itself. No manual one can have it: it has a dot. */
export function automaticName(source: string, now: number): string {
  const minute = new Date(now).toISOString().slice(0, 16).replace(/[T:]/g, "-");
  return `automatic.${source}-${minute}`;
}
