import { routerError } from '../errors.ts'

/** Throws `invalid_request` unless the labels are a closed set to choose from: at least one, none empty, none twice. */
export function checkLabels(labels: readonly string[]): void {
  const refuse = (problem: string) => routerError('invalid_request', { param: 'labels', problem })
  if (labels.length === 0) throw refuse('there is no label to choose')
  if (labels.includes('')) throw refuse('a label is empty')
  const repeated = labels.find((label, index) => labels.indexOf(label) !== index)
  if (repeated !== undefined) throw refuse('a label stands in it twice')
}
