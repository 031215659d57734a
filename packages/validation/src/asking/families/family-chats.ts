import { templateChats } from '../template-chats.ts'

/** A chat as a client sends it, members in the order of their names, for the other renderer sorts them. */
export type FamilyChat = { title: string; messages: object[]; tools?: (typeof templateChats)[number]['tools'] }

const [, , , , withTools] = templateChats
const tools = withTools?.tools
const thought = 'Three and four.'
const asked = { content: 'What is 3 plus 4?', role: 'user' }

/** Chats that show what a template does with tools whose parameters bear names of methods, and with thoughts. */
export const familyChats: readonly FamilyChat[] = [
  ...templateChats,
  {
    title: 'a parameter with the name of a method',
    messages: [asked],
    tools: [
      {
        function: {
          description: 'Orders.',
          name: 'order',
          parameters: { properties: { items: { type: 'number' } }, required: ['items'], type: 'object' },
        },
        type: 'function' as const,
      },
    ] as unknown as NonNullable<typeof tools>,
  },
  {
    title: 'a thought of an earlier turn',
    messages: [asked, { content: 'Seven.', reasoning: thought, reasoning_content: thought, role: 'assistant', thinking: thought }],
  },
]
