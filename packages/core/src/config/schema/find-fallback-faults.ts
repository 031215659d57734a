type Member = { id: string; fallback?: string | undefined }

/** Fallbacks that name no model, or lead back to where they began, by the place of their model. */
export function findFallbackFaults(models: readonly Member[]): { index: number; problem: string }[] {
  return models.flatMap((model, index) => {
    if (model.fallback === undefined) return []
    if (!models.some(({ id }) => id === model.fallback)) return [{ index, problem: `no model has the id "${model.fallback}"` }]
    return leadsBack(model, models) ? [{ index, problem: 'it leads back to this model' }] : []
  })
}

function leadsBack(start: Member, models: readonly Member[]): boolean {
  const seen = new Set<string>()
  for (let next = start.fallback; next !== undefined && !seen.has(next); next = models.find(({ id }) => id === next)?.fallback) {
    if (next === start.id) return true
    seen.add(next)
  }
  return false
}
