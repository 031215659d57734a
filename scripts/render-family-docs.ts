import { describeTemplate } from '../packages/core/src/chat/family/describe-template.ts'

const code = (text: string | undefined) =>
  text === undefined || text.trim() === '' ? '' : `\`${text.trim().replace(/\s+/g, ' ').replaceAll('|', '\\|')}\``

/** The page of model families: what is known of each template, as the server derives it. */
export function renderFamilyDocs(templates: readonly { family: string; text: string }[]): string {
  const rows = templates.map(({ family, text }) => {
    const { traits, syntax } = describeTemplate(text)
    const chat = traits.problem === undefined ? 'yes' : 'no'
    const calls = syntax.calls ? `${syntax.calls.body.type} ${code(syntax.calls.triggers[0] ?? syntax.calls.callOpen)}` : 'none'
    const thoughts = syntax.reasoning ? `${code(syntax.reasoning.open)} ${code(syntax.reasoning.close)}` : ''
    const switches = traits.switches ? Object.keys(traits.switches.off).map(code).join(', ') : syntax.reasoning ? 'ended at once' : ''
    const system = traits.hasSystem ? 'yes' : 'in the turn of the user'
    return `| ${family} | ${chat} | ${system} | ${calls} | ${thoughts} | ${switches} | ${traits.efforts.told.join(', ')} |`
  })
  const count = (holds: (text: string) => boolean) => templates.filter(({ text }) => holds(text)).length
  const renders = count((text) => describeTemplate(text).traits.problem === undefined)
  const calls = count((text) => describeTemplate(text).syntax.calls !== undefined)
  const thoughts = count((text) => describeTemplate(text).syntax.reasoning !== undefined)
  return `---
title: Model families
group: Guides
---

# Model families

<!-- Written by scripts/write-family-docs.ts from what is derived of the templates. Do not edit: run \`node scripts/write-family-docs.ts\`. -->

A prompt is rendered by the chat template in the weights, as Jinja2 renders it with the settings of Hugging Face's Transformers. What a model writes
besides text, its calls and its thoughts, is not looked up by a name: the server renders small chats with the template, compares them, and
reads a rendered call back to prove what it found. So a template that is not in this table works the same way. A model whose template cannot render
a chat is not usable, and says why; \`chatTemplate\` in the [config](../configuration.md) gives it another.

The table shows what was found of the ${templates.length} templates that llama.cpp's source brings along: ${renders} render a chat, ${calls} call tools, ${thoughts} mark thoughts.

- **Calls**: how a call is written, and what begins it. \`object\` is one JSON object, \`named\` a name and JSON, \`keyed\` an object with the name as its key,
  \`tagged\` a tag for each argument, \`nested\` tags inside tags, \`literal\` a language that is not JSON. Where a template knows no calls, tools are refused.
- **Thoughts**: the marks around reasoning.
- **Off by**: what turns reasoning off: a variable of the template, or its block begun and ended at once.
- **Levels**: what the template makes of \`reasoning_effort\`; others are accepted with a warning.

| Template | Chat | System | Calls | Thoughts | Off by | Levels |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`
}
