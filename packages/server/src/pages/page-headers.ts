/** On every answer: no page may read it as something else than it is, embed it, or frame it. */
export const pageHeaders = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
} as const
