import type { TestContext } from 'vitest'
import '../check-meta.ts'

/** Records numbers for the report's plots, such as latencies. */
export type Measure = (name: string, unit: string, values: readonly number[]) => void

export function measureNeed({ task }: Pick<TestContext, 'task'>): Measure {
  return (name, unit, values) => {
    task.meta.measurements = [
      ...(task.meta.measurements ?? []),
      { name, unit, values: values.map((value) => Math.round(value * 1e3) / 1e3) },
    ]
  }
}
