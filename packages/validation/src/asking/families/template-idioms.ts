/** What chat templates do that the other renderer, MiniJinja, does otherwise than Jinja2: a template, and what Jinja2 3.1.6 makes of it. */
export const templateIdioms: readonly { template: string; wanted: string }[] = [
  {
    template: '{% for name, p in tools[0].function.parameters.properties.items() %}{{ name }}: {{ p.type }}{% endfor %}',
    wanted: 'items: number',
  },
  { template: '{{ tools[0].function.parameters.required }}', wanted: "['items']" },
  { template: "{{ tools[0].type is string }}{{ none }}{{ '%s' | format(1.0) }}", wanted: 'TrueNone1.0' },
]
