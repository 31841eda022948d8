import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import test from 'node:test'
import type { DesktopBridge, Outcome } from '../../../core/api/bridge.ts'
import { openDesktopShell } from './desktop-shell.ts'
import { openHttpShell } from './http-shell.ts'
import { ShellError } from './shell-error.ts'

const isCancelled = (error: unknown) => error instanceof ShellError && error.code === 'cancelled'

test('a tab that loses interest hangs up, and takes that for no lost server', async () => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const shell = openHttpShell(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const lost = new AbortController()
    const asked = once(server, 'request') as Promise<[IncomingMessage]>
    const answer = assert.rejects(shell.callWith(lost.signal, 'status'), isCancelled)
    const [request] = await asked
    const hungUp = once(request.socket, 'close')
    lost.abort()
    await Promise.all([answer, hungUp])
  } finally {
    server.close()
  }
})

test('a desktop window takes a call back by the id that it made it with', async () => {
  const cancelled: string[] = []
  const ids: (string | undefined)[] = []
  let end: (outcome: Outcome<unknown>) => void = () => undefined
  const bridge = {
    call: (_name: string, _args: readonly unknown[], callId?: string) => {
      ids.push(callId)
      return new Promise<Outcome<unknown>>((resolve) => (end = resolve))
    },
    cancelCall: (callId: string) => cancelled.push(callId),
  } as unknown as DesktopBridge
  const shell = openDesktopShell(bridge)

  const lost = new AbortController()
  const answer = shell.callWith(lost.signal, 'status')
  lost.abort()
  assert.deepEqual(cancelled, ids)
  assert.equal(typeof ids[0], 'string')
  end({ ok: false, error: { code: 'cancelled', message: 'The search was cancelled' } })
  await assert.rejects(answer, isCancelled)

  const kept = new AbortController()
  const second = shell.callWith(kept.signal, 'status')
  end({ ok: true, value: { photos: 3 } })
  assert.deepEqual(await second, { photos: 3 })
  kept.abort()
  assert.equal(cancelled.length, 1, 'what is answered is not taken back')
  await assert.rejects(shell.callWith(kept.signal, 'status'), isCancelled)
  assert.equal(ids.length, 2, 'what nobody waits for is not asked')
})
