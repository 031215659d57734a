import type { Field } from './flatten-fields.ts'

/** A table of fields under a title. Those without a type are refused or change nothing, and stand below it, by what is said of them. */
export function renderFields(title: string, fields: readonly Field[], required: 'required' | 'always' = 'required'): string {
  if (fields.length === 0) return `\n${title}.`
  const typed = fields.filter(({ type }) => type !== '')
  const untyped = fields.filter(({ type }) => type === '')
  const table = [`| field | type | ${required} | |\n| --- | --- | --- | --- |`, ...typed.map(renderField)]
  const remarks = [...Map.groupBy(untyped, ({ description }) => description)].map(
    ([description, same]) => `- ${same.map(({ name }) => `\`${name}\``).join(', ')}: ${escapeText(description) || 'anything.'}`,
  )
  return [`\n${title}:`, ...(typed.length > 0 ? ['', ...table] : []), ...(remarks.length > 0 ? ['', ...remarks] : [])].join('\n')
}

const renderField = ({ name, type, required, description }: Field) =>
  `| \`${name}\` | ${type.replaceAll('|', '\\|')} | ${required ? 'yes' : ''} | ${escapeText(description)} |`

const escapeText = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;')
