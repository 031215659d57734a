/** The value of a label that says nothing: no such route, task, model or error code. */
export const none = 'none'
