import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findRoomViolations } from './find-room-violations.ts'
import { roomOrders } from './room-order.ts'

const orders = { 'packages/core/src/router': [['decision', 'router'], 'queue', 'chat'] }
const router = (path: string) => `packages/core/src/router/${path}`
const rulesBroken = (file: string, specifier: string) => findRoomViolations([{ file, line: 3, specifier }], orders).map(({ rule }) => rule)

test.each([
  { title: 'a room to its left', file: router('chat/a.ts'), specifier: '../queue/b.ts' },
  { title: 'a file to its left', file: router('queue/a.ts'), specifier: '../decision.ts' },
  { title: 'a file at its place', file: router('router.ts'), specifier: './decision.ts' },
  { title: 'its own room', file: router('queue/a.ts'), specifier: './b.ts' },
  { title: 'what lies outside', file: router('queue/a.ts'), specifier: '../../utils/b.ts' },
  { title: 'a package', file: router('queue/a.ts'), specifier: 'zod' },
  { title: 'anything, when it is a test', file: router('queue/a.test.ts'), specifier: '../chat/b.ts' },
])('a room may import $title', ({ file, specifier }) => {
  expect(rulesBroken(file, specifier)).toEqual([])
})

test.each([
  { file: router('queue/a.ts'), specifier: '../chat/b.ts', says: 'queue is left of chat: a room imports only rooms to its left' },
  { file: router('router.ts'), specifier: './queue/b.ts', says: 'router is left of queue' },
  { file: router('utils/a.ts'), specifier: '../router.ts', says: 'utils has no place among the rooms of packages/core/src/router' },
  { file: router('chat/a.ts'), specifier: '../helpers.ts', says: 'helpers has no place' },
])('$file must not import $specifier: $says', ({ file, specifier, says }) => {
  expect(rulesBroken(file, specifier)).toEqual([expect.stringContaining(says)])
})

test('a room without a place is told once', () => {
  const statements = [1, 2].map((line) => ({ file: router('utils/a.ts'), line, specifier: '../router.ts' }))
  expect(findRoomViolations(statements, orders).map(({ line }) => line)).toEqual([1])
})

test.each(Object.entries(roomOrders))('every room in the order of %s is there', (folder, order) => {
  const path = join(import.meta.dirname, '../..', folder)
  const there = existsSync(path) ? readdirSync(path).map((entry) => entry.replace(/\.ts$/, '')) : []
  expect(order.flat().filter((room) => !there.includes(room))).toEqual([])
})
