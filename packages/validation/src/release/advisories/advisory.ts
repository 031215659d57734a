import { z } from 'zod'

/** What of a record is read: the ecosystem, the package, the versions that have the fault. The form is OSV's, https://ossf.github.io/osv-schema. */
export const advisory = z.object({
  id: z.string(),
  summary: z.string().optional(),
  modified: z.iso.datetime({ offset: true }),
  withdrawn: z.string().optional(),
  affected: z
    .array(
      z.object({
        package: z.object({ ecosystem: z.string(), name: z.string() }).optional(),
        versions: z.array(z.string()).default([]),
        ranges: z
          .array(
            z.object({
              type: z.string(),
              events: z.array(
                z.object({ introduced: z.string().optional(), fixed: z.string().optional(), last_affected: z.string().optional() }),
              ),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
})
export type Advisory = z.infer<typeof advisory>
