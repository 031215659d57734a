/** A file that lies beside the embedded weights. */
export const canaryFile = (name: string): URL => new URL(`../../models/canary/${name}`, import.meta.url)
