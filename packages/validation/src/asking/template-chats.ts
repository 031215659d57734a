// Members are in the order of their names, for the other renderer sorts them.
const tools = [
  {
    function: {
      description: 'Adds <two> numbers & gives their "sum".',
      name: 'add',
      parameters: { properties: { a: { type: 'number' }, b: { type: 'number' } }, required: ['a', 'b'], type: 'object' },
    },
    type: 'function' as const,
  },
]

/** A chat as a client sends it. */
export type TemplateChat = { title: string; messages: { role: string; content: string }[]; tools?: typeof tools }

/** Chats of every shape that a template tells apart, for renderings and counts to be compared. */
export const templateChats: readonly TemplateChat[] = [
  { title: 'a single turn', messages: [{ role: 'user', content: 'What is 3 plus 4?' }] },
  { title: 'characters that HTML would escape', messages: [{ role: 'user', content: ' <b>"Ü" & \'你好\'</b> 🦊\n\n{{ x }} {% if %}' }] },
  {
    title: 'a system message',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi.' },
    ],
  },
  {
    title: 'several turns',
    messages: [
      { role: 'user', content: 'My name is Quinn.' },
      { role: 'assistant', content: 'Nice to meet you, Quinn.' },
      { role: 'user', content: 'What is my name?' },
    ],
  },
  { title: 'tools', messages: [{ role: 'user', content: 'What is 3 plus 4?' }], tools },
  {
    title: 'tools and a system message',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'What is 3 plus 4?' },
    ],
    tools,
  },
]
