const mostListed = 12

/** Names for a message: the first of them, and that there are more. */
export const listSome = (names: readonly string[]): string =>
  `${names.slice(0, mostListed).join(', ')}${names.length > mostListed ? ' and more' : ''}`
