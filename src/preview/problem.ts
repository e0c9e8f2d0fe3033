/** A mistake in the inputs of a resource. */
export interface Problem {
  /** The input; empty if the problem concerns several inputs. */
  readonly property: string;
  /** What is wrong, as a sentence. */
  readonly reason: string;
}
