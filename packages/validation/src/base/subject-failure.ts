/**
 * The subject broke: it died, refused, hung or answered nonsense outside of any assertion. Anything else that a check throws,
 * assertions aside, is a fault of the gate.
 */
export class SubjectFailure extends Error {
  override readonly name = 'SubjectFailure'
}
