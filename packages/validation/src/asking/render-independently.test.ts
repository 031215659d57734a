import { expect, test } from 'vitest'
import { renderIndependently } from './render-independently.ts'

const value = { a: [1, { b: '<x> "y"' }], c: {}, d: [] }

test.each([
  { title: 'on one line', template: '{{ value | tojson }}', rendered: '{"a": [1, {"b": "<x> \\"y\\""}], "c": {}, "d": []}' },
  { title: 'with an indent', template: '{{ value | tojson(indent=2) }}', rendered: JSON.stringify(value, null, 2) },
])('JSON is written as Python does, $title', ({ template, rendered }) => {
  expect(renderIndependently(template, { value })).toBe(rendered)
})

test('a template can refuse', () => {
  expect(() => renderIndependently("{{ raise_exception('No.') }}", {})).toThrow()
})
