import type { Library } from '../library/library.ts'
import type { Expression, Statement } from '../syntax/node.ts'
import { print } from '../values/print.ts'
import { concat, type Str } from '../values/text.ts'
import { Callable, fail, isTrue, TemplateError, Thing, type Value } from '../values/value.ts'
import { assign } from './assign.ts'
import { applyFilter, evaluate, evaluateArguments } from './evaluate.ts'
import { type Ending, runLoop } from './loop.ts'
import { makeMacro } from './macro.ts'
import { Scope } from './scope.ts'

/** Runs statements; what they print goes to `out`. Throws `TemplateError` with the line. */
export function execute(statements: readonly Statement[], scope: Scope, library: Library, out: Str[]): Ending {
  for (const statement of statements) {
    try {
      const ending = run(statement, scope, library, out)
      if (ending !== 'whole') return ending
    } catch (error) {
      if (error instanceof TemplateError) error.line ??= statement.line
      throw error
    }
  }
  return 'whole'
}

function run(statement: Statement, scope: Scope, library: Library, out: Str[]): Ending {
  const value = (node: Expression) => evaluate(node, scope, library)
  const capture = (body: readonly Statement[], inner: Scope) => {
    const parts: Str[] = []
    execute(body, inner, library, parts)
    return concat(parts)
  }
  switch (statement.type) {
    case 'text':
      out.push(statement.text)
      return 'whole'
    case 'print':
      out.push(print(value(statement.value)))
      return 'whole'
    case 'if': {
      const branch = statement.branches.find(({ condition }) => !condition || isTrue(value(condition)))
      return branch ? execute(branch.body, scope, library, out) : 'whole'
    }
    case 'for':
      runLoop(statement, scope, library, out, (body, inner, into) => execute(body, inner, library, into))
      return 'whole'
    case 'set':
      assign(statement.target, value(statement.value), scope)
      return 'whole'
    case 'set-block':
      assign(statement.target, filtered(statement.filter, capture(statement.body, new Scope(scope)), scope, library), scope)
      return 'whole'
    case 'macro':
      scope.set(
        statement.name,
        makeMacro(statement.name, statement.parameters, scope, library, (inner) => capture(statement.body, inner)),
      )
      return 'whole'
    case 'call-block': {
      const { callee, args } = statement.call as Extract<Expression, { type: 'call' }>
      const called = value(callee)
      if (!(called instanceof Thing || called instanceof Callable) || !called.call) return fail('A call block calls what cannot be called')
      const caller = makeMacro('caller', statement.parameters, scope, library, (inner) => capture(statement.body, inner))
      const { positional, named } = evaluateArguments(args, scope, library)
      out.push(print(called.call(positional, named.set('caller', caller))))
      return 'whole'
    }
    case 'filter-block':
      out.push(print(filtered(statement.filter, capture(statement.body, new Scope(scope)), scope, library)))
      return 'whole'
    case 'with': {
      const inner = new Scope(scope)
      for (const binding of statement.bindings) assign(binding.target, value(binding.value), inner)
      return execute(statement.body, inner, library, out)
    }
    case 'break':
    case 'continue':
      return statement.type
  }
}

function filtered(filter: Expression | undefined, text: Value, scope: Scope, library: Library): Value {
  if (filter?.type !== 'filter') return text
  return applyFilter(filter, filter.value ? filtered(filter.value, text, scope, library) : text, scope, library)
}
