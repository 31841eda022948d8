import { LICENCES_FILE } from '../../core/remote/licences-file.ts'
import type { ShellHost } from '../../core/remote/shell-host.ts'
import type { Electron } from './electron.ts'
import { isOwnPage, SCHEME } from './page-address.ts'
import { notFound, pageFile, textFile } from './page-files.ts'
import { exportAnswer } from './export-answer.ts'
import { pictureAnswer } from './picture-answers.ts'

/** Before the app is ready: makes the protocol one that pages can be loaded from, with an origin of its own. */
export function declareProtocol({ protocol }: Pick<Electron, 'protocol'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ])
}

/** Answers the protocol: the interface's files, and pictures by id. */
export function servePage(
  { protocol }: Pick<Electron, 'protocol'>,
  host: Pick<ShellHost, 'call' | 'engine' | 'library' | 'fileJob'>,
  interfaceFolder: string,
): void {
  protocol.handle(SCHEME, async (request) => {
    if (request.method !== 'GET' || !isOwnPage(request.url)) return notFound()
    const address = new URL(request.url)
    try {
      if (address.pathname === '/api/licences') return await textFile(LICENCES_FILE)
      const answer = (await pictureAnswer(host, address)) ?? (await exportAnswer(host, address))
      return answer ?? (await pageFile(interfaceFolder, address.pathname))
    } catch (error) {
      return new Response(error instanceof Error ? error.message : String(error), { status: 503 })
    }
  })
}
