import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import type { Request, Response } from './protocol.ts'
import { type EngineEvent, Supervisor } from './supervisor.ts'

/** The likeness of an engine's process: the test says what it answers and when it dies. */
class FakeProcess {
  readonly pid = 1
  readonly received: Request[] = []
  killed = false
  readonly #exit = Promise.withResolvers<string>()
  readonly #opens: boolean | 'dies'
  #listener: (message: Response) => void = () => undefined

  constructor(opens: boolean | 'dies') {
    this.#opens = opens
  }

  readonly port = {
    post: (message: Request): void => {
      this.received.push(message)
      setImmediate(() => {
        if (message.kind === 'open') this.#answerOpen()
        if (message.kind === 'close') {
          this.say({ kind: 'closed' })
          this.die('exit code 0')
        }
      })
    },
    onMessage: (listener: (message: Response) => void): void => void (this.#listener = listener),
  }

  say(message: Response): void {
    this.#listener(message)
  }

  die(reason = 'killed by SIGSEGV'): void {
    this.#exit.resolve(reason)
  }

  onExit(listener: (reason: string) => void): void {
    void this.#exit.promise.then(listener)
  }

  kill(): void {
    this.killed = true
    this.die('killed by SIGKILL')
  }

  #answerOpen(): void {
    if (this.#opens === 'dies') this.die()
    else if (this.#opens) this.say({ kind: 'opened' })
    else this.say({ kind: 'not-opened', error: { code: 'corrupt', message: 'The catalogue is damaged. Restore it.' } })
  }
}

let processes: FakeProcess[]
let events: EngineEvent[]
let opens: boolean | 'dies'
let supervisor: Supervisor
let nowMs = 0

beforeEach(() => {
  processes = []
  events = []
  opens = true
})
afterEach(() => supervisor.close())

function supervise(options: { readonly retryAfterMs?: number; readonly closeMs?: number } = {}): void {
  supervisor = new Supervisor({
    engine: { library: '/library' },
    backOffMs: [1, 2, 3],
    now: () => nowMs,
    ...options,
    onEvent: (event) => void events.push(event),
    spawn: () => {
      const process = new FakeProcess(opens)
      processes.push(process)
      return process
    },
  })
}

const said = (): readonly string[] => events.map(({ state }) => state)

/** Answers the call that the so many-th process was asked last. */
async function answerLast(value: unknown, index: number): Promise<void> {
  const id = await callAskedOf(() => processes[index])
  processes[index]!.say({ kind: 'answer', id, value })
}

/** @returns the id of the call that a process was asked last, as soon as it was */
async function callAskedOf(find: () => FakeProcess | undefined): Promise<number> {
  for (;;) {
    const last = find()?.received.at(-1)
    if (last?.kind === 'call') return last.id
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

describe('Supervisor', () => {
  test('a call waits for the engine to be ready', async () => {
    supervise()
    const answer = supervisor.call('status', [])
    await answerLast('fine', 0)
    assert.equal(await answer, 'fine')
    assert.deepEqual(said(), ['starting', 'ready'])
  })

  test('calls under way when the engine dies are rejected; the next ones are answered by another', async () => {
    supervise()
    await supervisor.client()
    const lost = supervisor.call('status', [])
    await callAskedOf(() => processes[0])
    processes[0]!.die()
    await assert.rejects(lost, { code: 'engine-restarted', message: /Nothing is lost/ })
    const answer = supervisor.call('status', [])
    await answerLast('fine', 1)
    assert.equal(await answer, 'fine')
    assert.equal(processes.length, 2)
    assert.deepEqual(said(), ['starting', 'ready', 'restarting', 'restarting', 'ready'])
  })

  test('after several deaths in a row it gives up and says what to do; later a call tries again', async () => {
    opens = 'dies'
    supervise({ retryAfterMs: 1000 })
    await assert.rejects(supervisor.call('status', []), { code: 'engine-failed', message: /resight doctor/ })
    assert.equal(processes.length, 4)
    assert.equal(said().at(-1), 'failed')
    await assert.rejects(supervisor.call('status', []), { code: 'engine-failed' }, 'at once')
    assert.equal(processes.length, 4)
    nowMs += 1000
    opens = true
    const answer = supervisor.call('status', [])
    await answerLast('fine', 4)
    assert.equal(await answer, 'fine')
    assert.equal(said().at(-1), 'ready')
  })

  test('a library that cannot be opened is told in the words of the engine, and tried again later', async () => {
    opens = false
    supervise({ retryAfterMs: 1000 })
    await assert.rejects(supervisor.call('status', []), { code: 'corrupt', message: /damaged/ })
    assert.equal(processes[0]!.killed, true)
    assert.deepEqual(events.at(-1), {
      kind: 'engine',
      state: 'failed',
      message: 'The catalogue is damaged. Restore it.',
    })
    nowMs += 1000
    opens = true
    await supervisor.client()
    assert.deepEqual(said(), ['starting', 'failed', 'starting', 'ready'])
  })

  test('an aborted call is cancelled in the engine', async () => {
    supervise()
    await supervisor.client()
    const controller = new AbortController()
    const answer = supervisor.call('search', [{ parts: [] }], controller.signal)
    const id = await callAskedOf(() => processes[0])
    controller.abort()
    assert.deepEqual(processes[0]!.received.at(-1), { kind: 'cancel', id })
    processes[0]!.say({ kind: 'error', id, error: { code: 'cancelled', message: 'Cancelled.' } })
    await assert.rejects(answer, { code: 'cancelled' })
  })

  test('while it is stopped on purpose calls wait, and no death is counted', async () => {
    supervise()
    await supervisor.client()
    const stopped = supervisor.whileStopped(async () => {
      assert.equal(supervisor.pid, undefined)
      await new Promise((resolve) => setTimeout(resolve, 20))
      assert.equal(processes.length, 1)
    })
    const answer = supervisor.call('status', [])
    await stopped
    await answerLast('fine', 1)
    assert.equal(await answer, 'fine')
    assert.deepEqual(said(), ['starting', 'ready', 'restarting', 'starting', 'ready'])
  })

  test('what goes wrong while it is stopped is told, and the engine comes back', async () => {
    supervise()
    await supervisor.client()
    await assert.rejects(
      supervisor.whileStopped(async () => {
        throw new Error('disk')
      }),
      /disk/,
    )
    await supervisor.client()
    assert.equal(said().at(-1), 'ready')
  })

  test('closed: the engine is asked to close, and killed when it does not; nothing starts any more', async () => {
    supervise({ closeMs: 20 })
    await supervisor.client()
    processes[0]!.port.post = () => undefined
    await supervisor.close()
    assert.equal(processes[0]!.killed, true)
    await assert.rejects(supervisor.call('status', []), { code: 'closed' })
    assert.equal(processes.length, 1)
  })
})
