/** Returns the name of an automatic snapshot. Manual snapshots cannot have such a name, because it has a dot. */
export function automaticName(source: string, now: number): string {
  const minute = new Date(now).toISOString().slice(0, 16).replace(/[T:]/g, "-");
  return `automatic.${source}-${minute}`;
}
