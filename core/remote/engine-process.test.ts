import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type { Engine, JobControl, Progress } from '../api.ts'
import { ResightError } from '../types.ts'
import { EngineClient } from './engine-client.ts'
import { answerHost } from './engine-process.ts'
import type { Port } from './protocol.ts'

/** Both ends of a line over which only structured clones go, as between two processes. */
let channel: MessageChannel
let client: EngineClient
let log: string[]
let openError: Error | null
/** Arguments, with `signal` for a control. */
let asked: unknown[][]
let work: (control: JobControl) => Promise<unknown>

const PROGRESS: Progress = {
  phase: 'scan',
  done: 1,
  total: null,
  ratePerSecond: 1,
  secondsLeft: null,
  failed: 0,
  current: null,
}

function portOf<Out, In>(port: MessagePort): Port<Out, In> {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', (message: In) => listener(message)),
  }
}

beforeEach(async () => {
  channel = new MessageChannel()
  log = []
  asked = []
  const note = async (...args: readonly (JobControl | string | number | undefined)[]) => {
    asked.push(args.map((arg) => (typeof arg === 'object' && arg.signal !== undefined ? 'signal' : arg)))
  }
  openError = null
  const engine = {
    status: async () => ({ library: '/library' }),
    photo: async () => {
      throw new ResightError('not-found', 'There is no photo 7', { remedy: 'Look for changes.' })
    },
    search: (_query: unknown, control: JobControl) => work(control),
    previewAccept: note,
    matchedPoints: note,
    projects: note,
    rescan: (control: JobControl) => work(control),
    thumbnail: async () => ({ mime: 'image/webp', width: 1, height: 1, data: new Uint8Array([1, 2, 3]) }),
    close: async () => void log.push('closed'),
  } as unknown as Engine
  const open = async (): Promise<Engine> => {
    if (openError !== null) throw openError
    return engine
  }
  answerHost(portOf(channel.port1), open, () => log.push('exit'))
  client = new EngineClient(portOf(channel.port2))
})
afterEach(() => channel.port1.close())

const untilAborted = ({ signal }: JobControl): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal!.addEventListener('abort', () => reject(new ResightError('cancelled', 'The search was cancelled')))
  })

describe('answerHost', () => {
  test('answers calls with structured clones, and errors in words', async () => {
    await client.open({ library: '/library' })
    assert.deepEqual(await client.call('status', []), { library: '/library' })
    assert.deepEqual((await client.call('thumbnail', [1]))?.data, new Uint8Array([1, 2, 3]))
    await assert.rejects(client.call('photo', [7]), {
      code: 'not-found',
      message: 'There is no photo 7. Look for changes.',
    })
    assert.equal(client.pending, 0)
  })

  test('a call before the library is open, and one that the engine lacks, are refused', async () => {
    await assert.rejects(client.call('status', []), { code: 'internal', message: /not open/ })
    await client.open({ library: '/library' })
    await assert.rejects(client.call('facets', []), { code: 'unsupported' })
  })

  test('says why the library cannot be opened, and opens it when asked again', async () => {
    openError = new ResightError('corrupt', 'The catalogue is damaged')
    await assert.rejects(client.open({ library: '/library' }), { code: 'corrupt' })
    openError = null
    await client.open({ library: '/library' })
    assert.deepEqual(await client.call('status', []), { library: '/library' })
  })

  test('an abort reaches the engine, also one from before the call', async () => {
    work = untilAborted
    await client.open({ library: '/library' })
    const controller = new AbortController()
    const answer = client.call('search', [{ parts: [] }], controller.signal)
    setTimeout(() => controller.abort(), 5)
    await assert.rejects(answer, { code: 'cancelled' })
    await assert.rejects(client.call('search', [{ parts: [] }], AbortSignal.abort()), { code: 'cancelled' })
  })

  test('who gave up gets no answer, also where the engine was done before it heard', async () => {
    await client.open({ library: '/library' })
    const controller = new AbortController()
    const answer = client.call('status', [], controller.signal)
    controller.abort()
    await assert.rejects(answer, { code: 'cancelled' })
    assert.equal(client.pending, 0)
  })

  test('a control comes after the arguments that a call may have, given or left out', async () => {
    await client.open({ library: '/library' })
    await client.call('previewAccept', ['p'])
    await client.call('previewAccept', ['p', 0.95])
    await client.call('matchedPoints', ['p', 'a', 'b'])
    await client.call('projects', [])
    assert.deepEqual(asked, [['p', undefined, 'signal'], ['p', 0.95, 'signal'], ['p', 'a', 'b', 'signal'], []])
  })

  test('a job reports, is paused between its files, and goes on', async () => {
    const steps: string[] = []
    work = async ({ onProgress, whilePaused }) => {
      onProgress?.(PROGRESS)
      await new Promise((resolve) => setTimeout(resolve, 20))
      steps.push('asks')
      await whilePaused?.()
      steps.push('goes on')
      return null
    }
    await client.open({ library: '/library' })
    const progress: Progress[] = []
    const job = client.job({ kind: 'rescan' }, (value) => void progress.push(value))
    job.pause(true)
    await new Promise((resolve) => setTimeout(resolve, 60))
    assert.deepEqual(steps, ['asks'])
    job.pause(false)
    assert.equal(await job.ended, null)
    assert.deepEqual(steps, ['asks', 'goes on'])
    assert.deepEqual(progress, [PROGRESS])
  })

  test('closing cancels what is under way, waits for it, and then closes the engine', async () => {
    work = async (control) => {
      await untilAborted(control).catch(() => undefined)
      log.push('batch stored')
      return null
    }
    await client.open({ library: '/library' })
    const job = client.job({ kind: 'rescan' }, undefined)
    await client.close()
    await job.ended
    assert.deepEqual(log, ['batch stored', 'closed', 'exit'])
  })

  test('when the process is lost, all that wait are told, and later calls too', async () => {
    work = untilAborted
    await client.open({ library: '/library' })
    const call = client.call('search', [{ parts: [] }])
    const job = client.job({ kind: 'rescan' }, undefined)
    client.lose({ code: 'engine-restarted', message: 'Gone.' })
    await assert.rejects(call, { code: 'engine-restarted' })
    await assert.rejects(job.ended, { code: 'engine-restarted' })
    await assert.rejects(client.call('status', []), { code: 'engine-restarted' })
    await client.close()
  })
})
