import type { ChatRequest, Sampling } from '../chat/chat.ts'
import { routerError } from '../errors.ts'

const heeded: readonly (keyof ChatRequest)[] = ['messages', 'prompt', 'parseSpecial', 'reasoning', 'sampling']
/** Labels are scored at temperature 1 and not sampled, so these two change nothing. */
const needless: readonly (keyof Sampling)[] = ['temperature', 'seed']

/** Throws `unsupported_parameter` for what the choice of a label cannot heed. */
export function checkLabelRequest(request: ChatRequest): void {
  const refused = [...unheeded(request, heeded), ...(request.reasoning ? ['reasoning'] : []), ...unheeded(request.sampling, needless)]
  const [param] = refused
  if (param !== undefined) throw routerError('unsupported_parameter', { param, besides: 'labels' })
}

const unheeded = <Values extends object>(values: Values, known: readonly (keyof Values)[]) =>
  Object.entries(values).flatMap(([name, value]) => (value === undefined || known.includes(name as keyof Values) ? [] : [name]))
