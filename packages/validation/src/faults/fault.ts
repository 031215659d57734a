/** One exact replacement in one file of the repository. */
export type Change = {
  /** From the root of the repository. */
  file: string
  /** Text that stands in the file exactly once. */
  find: string
  replace: string
}

/** A known fault: a small change that breaks just what a check watches. */
export type Fault = Change & {
  /** Id of the check that must notice. */
  check: string
  /** What a user would suffer, in one sentence. */
  fault: string
  /** Made before the fault, and in its control too, where the check does not apply to this repository as it is. */
  given?: readonly Change[]
}
