export type JsonType = 'string' | 'number' | 'boolean' | 'object' | 'array' | 'null'
