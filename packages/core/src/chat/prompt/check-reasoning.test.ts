import { expect, test } from 'vitest'
import { checkReasoning } from './check-reasoning.ts'

test.each([
  { reasoning: false, template: '{% if enable_thinking %}</think>', taken: true },
  { reasoning: true, template: '{% if thinking %}</think>', taken: true },
  { reasoning: true, template: "content.split('</think>')", taken: true },
  { reasoning: false, template: "content.split('</think>')", taken: false },
  { reasoning: false, template: 'plain', taken: true },
  { reasoning: true, template: 'plain', taken: false },
  { reasoning: undefined, template: 'plain', taken: true },
])('reasoning $reasoning with $template is taken: $taken', ({ reasoning, template, taken }) => {
  const check = () => checkReasoning(reasoning, template, 'canary')
  if (taken) expect(check).not.toThrow()
  else expect(check).toThrow(expect.objectContaining({ code: 'model_lacks_ability' }))
})
