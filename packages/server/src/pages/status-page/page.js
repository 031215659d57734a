import { readAnswer } from './read-answer.js'

const pollMs = 1000

const byId = (id) => document.getElementById(id)

// Held by this page alone: no storage, no cookie.
let key = ''

const ask = (path, options = {}) =>
  fetch(path, { ...options, headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) } })

/** Makes an element. Texts become text nodes, so markup in an answer or a name stays text. */
function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

const fact = (name, value) => make('div', {}, make('dt', {}, name), make('dd', {}, value))

const state = (name) => make('span', { className: `state ${name}` }, name)

/** A sentence in which backticks mark code. */
const marked = (text) => text.split('`').map((part, index) => (index % 2 === 1 ? make('code', {}, part) : part))

const problem = ({ message, steps }) => [
  make('p', { className: 'problem' }, message),
  make('ul', {}, ...steps.map((step) => make('li', {}, ...marked(step)))),
]

const seconds = (ms) => `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 0)} s`

function showModel(model) {
  const { id, abilities, lastLoad, slots, queue, restarts, sandbox } = model
  return make(
    'article',
    { className: 'card' },
    make(
      'div',
      { className: 'model-head' },
      make('b', {}, id),
      state(model.state),
      make('span', { className: 'quiet' }, abilities.join(', ')),
    ),
    ...(model.state === 'loading' ? [make('progress', { value: model.progress, ariaLabel: `${id} loads` })] : []),
    make(
      'dl',
      {},
      fact('Slots in use', `${slots.active} of ${slots.total}`),
      fact('Waiting', `${queue.waiting} of ${queue.limit}`),
      fact('Last load', lastLoad ? seconds(lastLoad.durationMs) : 'not yet'),
      fact('Restarts', String(restarts)),
    ),
    ...(sandbox.length > 0 ? [make('p', { className: 'quiet' }, `Sandbox: ${sandbox.join(' and ')}.`)] : []),
    ...(model.error ? problem(model.error) : []),
  )
}

const showError = (error) =>
  make(
    'article',
    { className: 'card' },
    make(
      'div',
      { className: 'model-head' },
      make('code', {}, error.code),
      make('span', { className: 'quiet' }, new Date(error.at).toLocaleString()),
    ),
    ...problem(error),
  )

/** Offers the models that can chat, and keeps the choice. */
function offerModels(models) {
  const ids = models.filter(({ abilities }) => abilities.includes('chat')).map(({ id }) => id)
  const select = byId('model')
  if ([...select.options].map(({ value }) => value).join() === ids.join()) return
  select.replaceChildren(...ids.map((id) => make('option', {}, id)))
}

function showStatus(name, reason = '') {
  byId('status').className = `state ${name}`
  byId('status').textContent = name
  byId('reason').textContent = reason
}

function showHealth({ status, reason, version, models, recentErrors }) {
  showStatus(status, reason)
  byId('version').textContent = `Version ${version}`
  byId('models').replaceChildren(...models.map(showModel))
  byId('errors').replaceChildren(
    ...(recentErrors.length > 0 ? recentErrors.map(showError) : [make('p', { className: 'quiet' }, 'None since the start.')]),
  )
  offerModels(models)
}

/** Shows what is now. Where a key is asked for, the box for it comes first. */
async function refresh() {
  try {
    const response = await ask('/health')
    const locked = response.status === 401
    byId('key-form').hidden = !locked
    byId('content').hidden = locked
    if (locked) {
      showStatus('locked')
      byId('key-problem').textContent = key && (await response.json()).error.message
    } else showHealth(await response.json())
  } catch {
    showStatus('unreachable', 'The server does not answer.')
  }
}

async function poll() {
  if (!document.hidden) await refresh()
  setTimeout(poll, pollMs)
}

byId('key-form').addEventListener('submit', (event) => {
  event.preventDefault()
  key = byId('key').value.trim()
  byId('key').value = ''
  refresh()
})

let stopping = new AbortController()

byId('stop').addEventListener('click', () => stopping.abort())

byId('try-form').addEventListener('submit', async (event) => {
  event.preventDefault()
  stopping = new AbortController()
  byId('answer').replaceChildren()
  byId('figures').textContent = ''
  byId('send').disabled = true
  byId('stop').hidden = false
  try {
    await showAnswer(stopping.signal)
  } catch (error) {
    if (!stopping.signal.aborted) byId('answer').append(make('p', { className: 'problem' }, `The answer broke off: ${error.message}`))
  }
  byId('send').disabled = false
  byId('stop').hidden = true
})

async function showAnswer(signal) {
  const startedMs = performance.now()
  const body = {
    model: byId('model').value,
    messages: [{ role: 'user', content: byId('prompt').value }],
    stream: true,
    stream_options: { include_usage: true },
  }
  const response = await ask('/v1/chat/completions', { method: 'POST', body: JSON.stringify(body), signal })
  let firstMs
  for await (const part of readAnswer(response)) {
    if (part.error) byId('answer').append(...problem(part.error))
    if (part.text) {
      firstMs ??= performance.now() - startedMs
      byId('answer').append(part.text)
    }
    if (part.usage) {
      const { prompt_tokens, completion_tokens } = part.usage
      const first = firstMs === undefined ? '' : `, first after ${seconds(firstMs)}`
      byId('figures').textContent =
        `${prompt_tokens} tokens in, ${completion_tokens} out in ${seconds(performance.now() - startedMs)}${first}`
    }
  }
}

poll()
