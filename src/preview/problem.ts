/** A mistake in the inputs of a resource. */
export interface Problem {
  /** The input; empty where it is no single one. */
  readonly property: string;
  /** What is wrong, as a sentence. */
  readonly reason: string;
}
