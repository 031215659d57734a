import type { Str } from '../values/text.ts'

/** Arguments of a call: in order, named, and taken out of a list or a dictionary. */
export type Arguments = {
  positional: { value: Expression; spread: boolean }[]
  named: { name: string | undefined; value: Expression }[]
}

/** What gives a value. */
export type Expression = { line: number } & (
  | { type: 'literal'; value: Str | bigint | number | boolean | null }
  | { type: 'name'; name: string }
  | { type: 'list' | 'tuple' | 'join'; items: Expression[] }
  | { type: 'dict'; members: [Expression, Expression][] }
  | { type: 'attribute'; object: Expression; name: string }
  | { type: 'item'; object: Expression; index: Expression }
  | { type: 'slice'; object: Expression; parts: (Expression | undefined)[] }
  | { type: 'call'; callee: Expression; args: Arguments }
  /** `value` is undefined where a filter stands over a block. */
  | { type: 'filter'; name: string; value: Expression | undefined; args: Arguments }
  | { type: 'test'; name: string; value: Expression; args: Arguments }
  | { type: 'not' | 'negate' | 'plus'; value: Expression }
  | { type: 'and' | 'or'; left: Expression; right: Expression }
  | { type: 'binary'; operator: string; left: Expression; right: Expression }
  | { type: 'compare'; first: Expression; rest: { operator: string; value: Expression }[] }
  | { type: 'choose'; condition: Expression; value: Expression; otherwise: Expression | undefined }
)

/** Where a value goes: to a name, to an attribute of a namespace, or to several at once. */
export type Target =
  | { type: 'name'; name: string }
  | { type: 'attribute'; object: string; name: string }
  | { type: 'several'; targets: Target[] }

export type Parameter = { name: string; value: Expression | undefined }

/** What a template does. */
export type Statement = { line: number } & (
  | { type: 'text'; text: string }
  | { type: 'print'; value: Expression }
  | { type: 'if'; branches: { condition: Expression | undefined; body: Statement[] }[] }
  | {
      type: 'for'
      target: Target
      over: Expression
      filter: Expression | undefined
      recursive: boolean
      body: Statement[]
      otherwise: Statement[]
    }
  | { type: 'set'; target: Target; value: Expression }
  | { type: 'set-block'; target: Target; filter: Expression | undefined; body: Statement[] }
  | { type: 'macro'; name: string; parameters: Parameter[]; body: Statement[] }
  | { type: 'call-block'; call: Expression; parameters: Parameter[]; body: Statement[] }
  | { type: 'filter-block'; filter: Expression; body: Statement[] }
  | { type: 'with'; bindings: { target: Target; value: Expression }[]; body: Statement[] }
  | { type: 'break' | 'continue' }
)
