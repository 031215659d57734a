/** So many clients, in words. */
export const nameClients = (count: number): string => (count === 1 ? '1 client' : `${count} clients`)
