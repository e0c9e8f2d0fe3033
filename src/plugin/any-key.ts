/**
 * Lets messages have the key `__proto__`, which may be the key of a tag. The library of the protocol keeps the entries of
 * a map as properties of a plain object, where an entry with this key would set the object's prototype and be lost.
 * Without the inherited accessor of that name, which the language has for old programs alone, the key is like any other.
 */
export function allowAnyKey(): void {
  Reflect.deleteProperty(Object.prototype, "__proto__");
}
