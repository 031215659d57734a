import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { PackedPackage } from './pack-packages.ts'

/**
 * Lays packed packages and what they declare to need into a project, as an installer would, and asks no registry: what comes from there is
 * linked from where the repository has it. What a package needs and does not declare is not there. Throws for what is declared and nowhere.
 */
export function installPacked(packed: readonly PackedPackage[], project: string, root: string): void {
  for (const { name, tarball } of packed) {
    const target = join(project, 'node_modules', name)
    mkdirSync(target, { recursive: true })
    execFileSync('tar', ['--extract', '--gzip', '--file', tarball, '--directory', target, '--strip-components', '1'])
  }
  for (const { name, folder } of packed) {
    const { dependencies = {} } = JSON.parse(readFileSync(join(project, 'node_modules', name, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>
    }
    for (const [dependency, range] of Object.entries(dependencies)) {
      if (range.startsWith('workspace:')) throw new Error(`${name} needs ${dependency} "${range}", which nobody outside can install.`)
      const link = join(project, 'node_modules', dependency)
      if (existsSync(link)) continue
      mkdirSync(dirname(link), { recursive: true })
      symlinkSync(realpathSync(join(root, folder, 'node_modules', dependency)), link, 'dir')
    }
  }
}
