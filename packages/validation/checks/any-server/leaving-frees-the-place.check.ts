import { setTimeout as wait } from 'node:timers/promises'
import { check } from '../../src/checks/check.ts'
import type { Target } from '../../src/checks/needs/target.ts'
import { longAnswerFields } from '../../src/subject/target/create-target.ts'

/** More than most servers serve at once, so that one that goes on for nobody is busy. */
const leavers = 24

check(
  {
    supports: 'cancellation',
    promise: 'Clients that leave, before their first token or amid a stream, make room for who asks next',
    timeoutMs: 300_000,
  },
  async ({ target, measure }) => {
    const findings = target.findings()
    const usual = Math.max(...(await inTurn(3, () => timed(target))))
    const long = await longAnswerFields(target)
    const allowedMs = 3_000 + usual * 4
    for (const { item, stream, staysMs } of [
      { item: 'amid a stream', stream: true, staysMs: 400 },
      { item: 'amid an answer that is not streamed', stream: false, staysMs: 400 },
      { item: 'at once', stream: true, staysMs: 5 },
    ]) {
      const body = target.chatBody('Count to 1000.', { ...long, stream })
      let tookMs = await timeAfterLeaving(target, body, staysMs)
      // A busy machine may hold up one answer; places that are lost hold up every one.
      for (let tries = 1; tries < 3 && tookMs > allowedMs; tries++) tookMs = Math.min(tookMs, await timeAfterLeaving(target, body, staysMs))
      measure(`time to an answer after ${leavers} clients left ${item}`, 'ms', [tookMs])
      const left = target.curlFor('/v1/chat/completions', { body, leavesAfterSeconds: 0.4 })
      if (tookMs > allowedMs) findings.add(item, `the next answer took ${Math.round(tookMs)} ms, before it took ${Math.round(usual)}`, left)
    }
    findings.mustBeNone()
  },
)

/** Milliseconds that an answer takes which is asked for right after many have left. */
async function timeAfterLeaving(target: Target, body: object, staysMs: number): Promise<number> {
  const leaving = new AbortController()
  const begun = Array.from({ length: leavers }, () => target.begin('/v1/chat/completions', body, leaving.signal))
  await wait(staysMs)
  leaving.abort()
  await Promise.all(begun.map((response) => response.then((answer) => answer?.body?.cancel()).catch(() => undefined)))
  return timed(target)
}

const timed = async (target: Target) =>
  (await target.ask('/v1/chat/completions', { body: target.chatBody('Say hi.', { max_tokens: 2 }), deadlineMs: 120_000 })).durationMs

async function inTurn<Value>(count: number, work: () => Promise<Value>): Promise<Value[]> {
  const values: Value[] = []
  for (let index = 0; index < count; index++) values.push(await work())
  return values
}
