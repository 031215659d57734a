import { expect, test } from 'vitest'
import { Template } from './template.ts'
import { foreignText, plainOf, Text } from './values/text.ts'
import { toValue } from './values/to-value.ts'
import type { Value } from './values/value.ts'

const now = new Date(2026, 10, 30, 15, 4, 5)

function render(template: string, variables: Record<string, unknown> = {}): string {
  const values = Object.entries(variables).map(([name, value]): [string, Value] => [name, toValue(value, false)])
  return plainOf(new Template(template).render(new Map(values), now))
}

// Rendered with Jinja2 3.1.6 and the settings of Transformers.
test.each([
  { title: 'upper of absent', template: "{{ v['type'] | upper == 'STRING' }}", v: { anyOf: [] }, is: 'False' },
  { title: 'upper of a list', template: "{{ v['type'] | upper }}", v: { type: ['integer', 'null'] }, is: "['INTEGER', 'NULL']" },
  { title: 'none as text', template: '{{ v | string }}', v: null, is: 'None' },
  { title: 'an object as text', template: '{{ v | string }}', v: { a: 'x' }, is: "{'a': 'x'}" },
  { title: 'a bool as text', template: '{{ v | string }}', v: false, is: 'False' },
  { title: 'a list', template: '{{ v }}', v: ['celsius', "it's"], is: `['celsius', "it's"]` },
  { title: 'floats', template: '{{ [1.0, 1e22, 1e-07, 0.1, 100000000000000000.0] }}', v: 0, is: '[1.0, 1e+22, 1e-07, 0.1, 1e+17]' },
  { title: 'what is escaped in a text', template: '{{ [v] }}', v: 'a\n\u0001\u00e9🦊', is: "['a\\n\\x01é🦊']" },
  { title: 'trimming what is absent', template: '{{ v.description | trim }}', v: {}, is: '' },
  { title: 'joining what is absent to a text', template: "{{ x ~ 'a' }}", v: 0, is: 'a' },
  { title: 'the format filter', template: "{{ '%s=%s' | format('a', 1) }}", v: 0, is: 'a=1' },
  { title: 'the format method', template: "{{ '{}-{n:>4}-{0!r}'.format('a', n=7) }}", v: 0, is: "a-   7-'a'" },
  { title: 'a percent sign', template: "{{ '%05.2f|%-4s|%x' % (3.14159, 'a', 255) }}", v: 0, is: '03.14|a   |ff' },
  { title: 'raw', template: '{% raw %}{{x}}{% endraw %}', v: 0, is: '{{x}}' },
  { title: 'dict()', template: "{{ dict(a=1)['a'] }}", v: 0, is: '1' },
  { title: 'whether an object is iterable', template: '{{ v is iterable }}', v: { a: 1 }, is: 'True' },
  { title: 'an index that cannot be one', template: "{{ {'a':1}[v] is defined }}", v: ['a'], is: 'False' },
  { title: 'a loop over a text', template: '{% for c in v %}{{ c }}.{% endfor %}', v: 'hi', is: 'h.i.' },
  {
    title: 'dates',
    template: "{{ strftime_now('%A %d %B %Y %y %I%p %j %a %H:%M:%S') }}",
    v: 0,
    is: 'Monday 30 November 2026 26 03PM 334 Mon 15:04:05',
  },
  {
    title: 'methods before keys of their name',
    template: '{% for k, m in v.items() %}{{ k }}={{ m }} {% endfor %}{{ v["items"] }}',
    v: { items: 1, keys: 2 },
    is: 'items=1 keys=2 1',
  },
  { title: 'a loop of its own names', template: '{% set x = 1 %}{% for i in [1, 2] %}{% set x = 5 %}{% endfor %}{{ x }}', v: 0, is: '1' },
  {
    title: 'a namespace',
    template: '{% set n = namespace(x=1) %}{% for i in [1, 2] %}{% set n.x = n.x + i %}{% endfor %}{{ n.x }}',
    v: 0,
    is: '4',
  },
  {
    title: 'loop controls',
    template: '{% for i in [1, 2, 3] %}{% if i == 2 %}{% continue %}{% endif %}{{ i }}{% endfor %}',
    v: 0,
    is: '13',
  },
  {
    title: 'what a loop knows',
    template: '{% for i in v %}{{ loop.index }}/{{ loop.length }}{{ "," if not loop.last }}{% else %}none{% endfor %}',
    v: ['a', 'b'],
    is: '1/2,2/2',
  },
  {
    title: 'a recursive loop',
    template: '{% for i in v recursive %}{{ i.n }}{% if i.c %}({{ loop(i.c) }}){% endif %}{% endfor %}',
    v: [{ n: 'a', c: [{ n: 'b' }] }],
    is: 'a(b)',
  },
  {
    title: 'a macro with a caller',
    template: '{% macro m(a, b=2) %}{{ a }}{{ b }}{{ caller() }}{% endmacro %}{% call m(1) %}x{% endcall %}',
    v: 0,
    is: '12x',
  },
  { title: 'a filter over a block', template: '{% filter upper %}a{{ v }}{% endfilter %}', v: 'b', is: 'AB' },
  { title: 'a block that is set', template: '{% set x %}a{{ v }}{% endset %}[{{ x }}]', v: 'b', is: '[ab]' },
  { title: 'marks of generation', template: '{% generation %}{{ v }}{% endgeneration %}', v: 'b', is: 'b' },
  { title: 'slices', template: '{{ v[::-1] }}{{ v[1:] }}{{ v[-2:] }}{{ v[:1] }}', v: 'abc', is: 'cbabcbca' },
  { title: 'integers', template: '{{ 7 // -2 }} {{ 7 % -2 }} {{ 2 ** 70 }} {{ 7 / 2 }}', v: 0, is: '-4 -1 1180591620717411303424 3.5' },
  {
    title: 'a chain of comparisons',
    template: '{{ 1 < 2 < 3 }} {{ 1 == 1.0 }} {{ true == 1 }} {{ "a" in v }}',
    v: ['a'],
    is: 'True True True True',
  },
  {
    title: 'JSON as Python writes it',
    template: '{{ v | tojson }}\n{{ v | tojson(indent=2) }}',
    v: { a: ['<é>'], b: {} },
    is: '{"a": ["<é>"], "b": {}}\n{\n  "a": [\n    "<é>"\n  ],\n  "b": {}\n}',
  },
  {
    title: 'filters on lists',
    template:
      "{{ v | map(attribute='n') | join(', ') }} {{ v | selectattr('n', 'eq', 'b') | list | length }} {{ [3, 1] | sort | first }} {{ [1, 2] | sum }}",
    v: [{ n: 'a' }, { n: 'b' }],
    is: 'a, b 1 1 3',
  },
  {
    title: 'methods of texts',
    template: "{{ v.strip().split('-') }} {{ v.startswith((' a', 'x')) }} {{ 'a b'.title() }} {{ 'x'.rjust(3, '.') }}",
    v: ' a-b ',
    is: "['a', 'b'] True A B ..x",
  },
  { title: 'safe text, which others are escaped to', template: "{{ '<'|safe + v }}{{ '<'|safe ~ v }}", v: '&', is: '<&amp;<&' },
])('$title is as in Jinja2', ({ template, v, is }) => {
  expect(render(template, { v })).toBe(is)
})

test.each([
  { title: 'before and behind a tag', template: 'a \n {%- if true -%} \n b{% endif %}', is: 'ab' },
  { title: 'on a line of a tag alone', template: '  {% if true %}\n  b\n  {% endif %}\nc\n', is: '  b\nc' },
  { title: 'that a plus keeps', template: '  {%+ if true %}\nb{% endif +%}\nc', is: '  b\nc' },
  { title: 'around a comment', template: 'a\n  {# note #}\nb', is: 'a\nb' },
  { title: 'before what is printed', template: '  {{ 1 }}\n', is: '  1' },
])('white space $title is as in Jinja2', ({ template, is }) => {
  expect(render(template)).toBe(is)
})

test.each([
  { template: '\n{{ x.y }}', line: 2, says: "'x' is undefined" },
  { template: '{% for a, b in [[1]] %}{% endfor %}', line: 1, says: 'not enough values to unpack' },
  { template: '{{ 1 | nonsense }}', line: 1, says: "No filter named 'nonsense'" },
  { template: "{{ 'a' + 1 }}", line: 1, says: 'unsupported operand' },
  { template: '{% if %}', line: 1, says: 'Unexpected' },
  { template: "\n\n{{ raise_exception('No.') }}", line: 3, says: 'No.' },
  { template: '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}', line: undefined, says: 'too deep' },
])('$template fails with its line', ({ template, line, says }) => {
  expect(() => render(template)).toThrow(expect.objectContaining({ message: expect.stringContaining(says), line }))
})

test.each([
  { title: 'put between texts of the template', template: 'a{{ v }}b', foreign: ['x<y>'] },
  { title: 'trimmed and cut', template: "{{ (' ' ~ v).strip().split('<')[1] }}", foreign: ['y>'] },
  { title: 'in JSON', template: '{{ [v] | tojson }}', foreign: ['x<y>'] },
  { title: 'as a value is printed', template: '{{ {"k": v} }}', foreign: ['x<y>'] },
  { title: 'in capitals, replaced and joined', template: "{{ [v | upper, '-'] | join | replace('-', '+') }}", foreign: ['X<Y>'] },
  { title: 'not used', template: '{{ v | length }}', foreign: [] },
])('of a text it is known what a caller sent: $title', ({ template, foreign }) => {
  const text = new Template(template).render(new Map([['v', foreignText('x<y>')]]), now)
  const ranges = text instanceof Text ? text.foreign : []
  expect(ranges.map(([from, to]) => plainOf(text).slice(from, to))).toEqual(foreign)
})
