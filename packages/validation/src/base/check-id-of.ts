/** The id of the check in a file: `suite/name`. */
export function checkIdOf(file: string): string {
  const [name = '', suite = ''] = file.split('/').reverse()
  return `${suite}/${name.replace('.check.ts', '')}`
}
