import { dirname, join } from 'node:path/posix'
import type { Import, Violation } from './find-layer-violations.ts'
import { type RoomOrder, roomOrders } from './room-order.ts'

/**
 * Finds imports against the order of rooms inside a folder. Tests are free: nothing imports them.
 *
 * @example
 * findRoomViolations([{ file: 'packages/core/src/router/queue/a.ts', line: 1, specifier: '../chat/b.ts' }])
 */
export function findRoomViolations(imports: readonly Import[], orders: Readonly<Record<string, RoomOrder>> = roomOrders): Violation[] {
  return imports.flatMap((statement) => {
    const { file, specifier } = statement
    if (!specifier.startsWith('.') || file.endsWith('.test.ts')) return []
    const target = join(dirname(file), specifier)
    return Object.entries(orders).flatMap(([folder, order]) => {
      const [from, to] = [roomOf(file, folder), roomOf(target, folder)]
      const rule = from && to && from !== to && brokenRule(folder, order, from, to)
      return rule ? [{ ...statement, rule }] : []
    })
  })
}

function brokenRule(folder: string, order: RoomOrder, from: string, to: string): string | undefined {
  const placeOf = (room: string) => order.findIndex((place) => [place].flat().includes(room))
  const stranger = [from, to].find((room) => placeOf(room) < 0)
  if (stranger) return `${stranger} has no place among the rooms of ${folder}; give it one in scripts/layers/room-order.ts`
  if (placeOf(to) <= placeOf(from)) return undefined
  return `in ${folder}, ${from} is left of ${to}: a room imports only rooms to its left; move what is imported to the left, or what imports it to the right`
}

/** The folder or file in `folder` that a path leads to or through; undefined where it does not. */
const roomOf = (path: string, folder: string) =>
  path.startsWith(`${folder}/`)
    ? path
        .slice(folder.length + 1)
        .split('/', 1)[0]
        ?.replace(/\.ts$/, '')
    : undefined
