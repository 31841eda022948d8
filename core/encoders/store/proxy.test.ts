import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { withProxy } from './endpoints.ts'
import { getModel } from './get.ts'
import { closedAddress, startStore } from './store-for-tests.ts'

/** A proxy that tunnels, and notes for whom; with a status it refuses to. */
async function startProxy(
  t: TestContext,
  refuse?: number,
): Promise<{ readonly url: string; readonly tunnels: string[] }> {
  const tunnels: string[] = []
  const server: Server = createServer((_, response) => response.writeHead(501).end())
  server.on('connect', (request, client) => {
    tunnels.push(request.url ?? '')
    if (refuse !== undefined) {
      client.end(`HTTP/1.1 ${refuse} No\r\n\r\n`)
      return
    }
    const [host = '', port = ''] = (request.url ?? '').split(':')
    const upstream = connect(Number(port), host, () => client.write('HTTP/1.1 200 OK\r\n\r\n'))
    upstream.on('error', () => client.destroy()).pipe(client)
    client.on('error', () => upstream.destroy()).pipe(upstream)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, tunnels }
}

test('everything goes through HTTP_PROXY, but what NO_PROXY names, and nothing afterwards', async (t) => {
  const { hub, options } = await startStore(t)
  const proxy = await startProxy(t)
  await getModel('tiny', { ...options, env: { ...options.env, HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url } })
  assert.ok(proxy.tunnels.includes(new URL(hub.url).host))
  const hosts = new Set(proxy.tunnels)
  assert.equal(hosts.size, 2, 'the hub and where it points to')
  const count = proxy.tunnels.length
  await getModel('tiny', { ...options, env: { ...options.env, HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' } })
  await fetch(hub.url)
  assert.equal(proxy.tunnels.length, count)
})

test('a proxy that refuses, is gone or is no address is named', async (t) => {
  const { options } = await startStore(t)
  const proxy = await startProxy(t, 407)
  await assert.rejects(getModel('tiny', { ...options, env: { ...options.env, HTTP_PROXY: proxy.url } }), {
    code: 'offline',
    message: /proxy did not let owner\/name at .* through \(status 407\)/,
    remedy: /name:password@/,
  })
  const closed = await closedAddress()
  await assert.rejects(getModel('tiny', { ...options, env: { ...options.env, HTTP_PROXY: closed } }), {
    code: 'offline',
  })
  await assert.rejects(getModel('tiny', { ...options, env: { ...options.env, HTTP_PROXY: 'http://' } }), {
    code: 'invalid-argument',
    message: /HTTP_PROXY/,
  })
  await getModel('tiny', options)
})

test('overlapping work shares the proxy until the last is done', async (t) => {
  const proxy = await startProxy(t)
  const { hub } = await startStore(t)
  const env = { HTTP_PROXY: proxy.url }
  let finish = (): void => undefined
  const first = withProxy(env, () => new Promise<void>((resolve) => (finish = resolve)))
  await withProxy(env, () => Promise.resolve())
  await fetch(hub.url)
  assert.equal(proxy.tunnels.length, 1, 'still set')
  finish()
  await first
  await fetch(hub.url)
  assert.equal(proxy.tunnels.length, 1, 'and then not')
})
