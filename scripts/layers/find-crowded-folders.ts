/** More than a person takes in at a glance. */
const mostEntries = 15

/** Tells of each folder that holds more files and folders than a person takes in. `files` are paths from the root of the repository. */
export function findCrowdedFolders(files: readonly string[]): string[] {
  const entries = new Map<string, Set<string>>()
  for (const file of files) {
    const parts = file.split('/')
    const source = parts.indexOf('src')
    if (source < 0) continue
    for (let depth = source + 1; depth < parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/')
      entries.set(folder, (entries.get(folder) ?? new Set()).add(parts[depth] ?? ''))
    }
  }
  return [...entries].flatMap(([folder, { size }]) =>
    size <= mostEntries
      ? []
      : [`${folder} holds ${size} entries, and ${mostEntries} are the most: give those that belong together a folder of their own.`],
  )
}
