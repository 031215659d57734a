import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAst } from 'vitest/node'
import { z } from 'zod'
import { repositoryRoot } from '../base/repository-root.ts'
import { defaultTimeoutMs } from '../subject/time-limit.ts'

/** What a check says about itself, read from its file without running it. */
const declaration = z.strictObject({
  proves: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((rows) => [rows].flat()),
  supports: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((rows) => [rows].flat()),
  promise: z.string().min(1),
  method: z.string().nullable().default(null),
  profile: z.enum(['quick', 'full']).default('quick'),
  timeoutMs: z.number().default(defaultTimeoutMs),
  soaks: z.boolean().default(false),
})

/** One check as the runner knows it before it runs: so a file that cannot even load still counts as broken, not as absent. */
export type CatalogueEntry = z.infer<typeof declaration> & { id: string; suite: string; name: string; file: string }

/** Whether a check asks for nothing but a server that speaks the protocol, whoever wrote it. */
export const isForAnyServer = ({ suite }: Pick<CatalogueEntry, 'suite'>): boolean => suite === 'any-server'

/** Reads every `<suite>/<name>.check.ts` below a folder, by default that of the gate, sorted by id. */
export function readCatalogue(checksFolder: string = join(repositoryRoot, 'packages/validation/checks')): CatalogueEntry[] {
  return globSync('*/*.check.ts', { cwd: checksFolder })
    .sort()
    .map((path) => {
      const [suite = '', fileName = ''] = path.split('/')
      const name = fileName.replace('.check.ts', '')
      const file = join(checksFolder, path)
      return { ...readDeclaration(file, path), id: `${suite}/${name}`, suite, name, file }
    })
}

function readDeclaration(file: string, path: string): z.infer<typeof declaration> {
  const program = parseAst(readFileSync(file, 'utf8'), { lang: 'ts' })
  const calls = program.body.flatMap((statement) => {
    if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'CallExpression') return []
    const { callee } = statement.expression
    return callee.type === 'Identifier' && callee.name === 'check' ? [statement.expression] : []
  })
  const [call, second] = calls
  if (!call || second) throw new Error(`${path} must hold exactly one call of check().`)
  return declaration.parse(literal(call.arguments[0], path))
}

type Property = { key: { name: string }; value: unknown }

/** The value of a literal expression: a declaration computes nothing. */
function literal(node: unknown, path: string): unknown {
  const { type, ...rest } = node as { type: string; value?: unknown; elements?: unknown[]; properties?: Property[] }
  switch (type) {
    case 'Literal':
      return rest.value
    case 'ArrayExpression':
      return rest.elements?.map((element) => literal(element, path))
    case 'ObjectExpression':
      return Object.fromEntries((rest.properties ?? []).map(({ key, value }) => [key.name, literal(value, path)]))
    default:
      throw new Error(`${path}: what a check says about itself must be literal, not ${type}.`)
  }
}
