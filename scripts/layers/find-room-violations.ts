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
  // A room without a place is told with its first import only.
  const strangers = new Set<string>()
  return imports.flatMap((statement) => {
    const { file, specifier } = statement
    if (!specifier.startsWith('.') || file.endsWith('.test.ts')) return []
    const target = join(dirname(file), specifier)
    return Object.entries(orders).flatMap(([folder, order]) => {
      const [from, to] = [roomOf(file, folder), roomOf(target, folder)]
      if (from === undefined || to === undefined || from === to) return []
      const stranger = [from, to].find((room) => placeOf(order, room) < 0)
      const rule = stranger === undefined ? brokenOrder(folder, order, from, to) : strangerRule(folder, stranger)
      if (rule === undefined || strangers.has(rule)) return []
      if (stranger !== undefined) strangers.add(rule)
      return [{ ...statement, rule }]
    })
  })
}

const placeOf = (order: RoomOrder, room: string) => order.findIndex((place) => [place].flat().includes(room))

const strangerRule = (folder: string, room: string) =>
  `${room} has no place among the rooms of ${folder}; give it one in scripts/layers/room-order.ts`

function brokenOrder(folder: string, order: RoomOrder, from: string, to: string): string | undefined {
  if (placeOf(order, to) <= placeOf(order, from)) return undefined
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
