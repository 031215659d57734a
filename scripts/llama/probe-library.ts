import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultsInUse } from './names-in-use.ts'
import type { Field } from './read-header.ts'

/** What a C compiler says of the structs, and what the library itself says. */
export type Probe = {
  versions: { llama: string; ggml: string; ggmlCommit: string }
  sizes: Record<string, number>
  defaults: Record<string, Record<string, number>>
}

/**
 * Compiles a program against the headers, links it to the shipped libraries, and runs it: so the sizes and defaults of the table come
 * from C, and not from how we read it.
 */
export function probeLibrary(
  structs: Record<string, Field[]>,
  { includes, libraries, folder }: { includes: readonly string[]; libraries: readonly string[]; folder: string },
): Probe {
  const source = join(folder, 'probe.c')
  const program = join(folder, 'probe')
  writeFileSync(source, programOf(structs))
  const found = libraries.map((library) => join(library, '..'))
  execFileSync('cc', [
    ...includes.map((path) => `-I${path}`),
    source,
    ...libraries,
    ...[...new Set(found)].map((path) => `-Wl,-rpath,${path}`),
    '-Wl,--allow-shlib-undefined',
    '-o',
    program,
  ])
  return JSON.parse(execFileSync(program, { encoding: 'utf8' })) as Probe
}

function programOf(structs: Record<string, Field[]>): string {
  const print = (format: string, ...values: string[]) => `  printf(${[JSON.stringify(format), ...values].join(', ')});`
  const sizes = Object.keys(structs).map((name) => print(`"${name}": %zu,`, `sizeof(struct ${name})`))
  const defaults = Object.entries(defaultsInUse).flatMap(([name, getter]) => [
    `  struct ${name} ${name}_defaults = ${getter}();`,
    print(`"${name}": {`),
    ...(structs[name] ?? [])
      .filter(({ type }) => type !== 'void *')
      .map((field) => print(`"${field.name}": %.9g,`, `(double) ${name}_defaults.${field.name}`)),
    print('"": 0},'),
  ])
  return [
    '#include <stdio.h>',
    '#include "llama.h"',
    'int main(void) {',
    print('{"versions": {"llama": "%s", "ggml": "%s", "ggmlCommit": "%s"}, ', 'llama_version()', 'ggml_version()', 'ggml_commit()'),
    print('"sizes": {'),
    ...sizes,
    print('"": 0}, "defaults": {'),
    ...defaults,
    print('"": {}}}'),
    '  return 0;',
    '}',
  ].join('\n')
}
