import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import type { Engine } from '../../core/api.ts'
import { openEngine } from '../../core/engine.ts'
import { describeReport } from './commands/add.ts'
import { buildQuery, why } from './commands/search.ts'
import { demo } from './demo.ts'
import { interruptSignal } from './interrupt.ts'
import { libraryFolder } from '../../core/remote/library-folder.ts'
import { describeError } from './main.ts'
import { type Output, processOutput } from './output.ts'
import { ProgressView } from './progress.ts'
import { copySamples } from '../../core/remote/samples.ts'

const RESULTS_SHOWN = 8

/** How the guided run asks; null: the person is done (Ctrl-D, or input that ended). */
export type Ask = (question: string) => Promise<string | null>

/** A first run in the terminal: choose a folder or the samples, index, then ask until an empty answer. */
export async function guidedRun(library: string, ask: Ask, output: Output): Promise<void> {
  output.out('Resight finds your photos by words, by an example, or by both. Nothing leaves this machine.\n')
  const engine = await openEngine({ library })
  try {
    const { photos } = await engine.status()
    if (photos === 0 && !(await firstFolder(engine, library, ask, output))) return
    await answerQueries(engine, ask, output)
  } finally {
    await engine.close()
  }
}

async function firstFolder(engine: Engine, library: string, ask: Ask, output: Output): Promise<boolean> {
  for (;;) {
    const answer = await ask('Folder with photos (empty: nine public-domain sample photos): ')
    if (answer === null) return false
    const folder = answer.trim() === '' ? join(library, 'samples') : resolve(answer.trim())
    if (answer.trim() === '') await copySamples(folder)
    try {
      if (await index(engine, folder, output)) return true
      output.out(`No photo could be read in ${folder}.`)
    } catch (error) {
      output.err(describeError(error))
    }
  }
}

async function index(engine: Engine, folder: string, output: Output): Promise<boolean> {
  const view = new ProgressView(output)
  const interrupt = interruptSignal(() => output.err('Stopping after the photos in hand …'))
  try {
    const report = await engine.add(
      { folders: [folder] },
      { signal: interrupt.signal, onProgress: (progress) => view.show(progress) },
    )
    view.end()
    output.out(describeReport(report))
    return report.indexed + report.unchanged > 0
  } finally {
    view.end()
    interrupt.release()
  }
}

async function answerQueries(engine: Engine, ask: Ask, output: Output): Promise<void> {
  output.out(
    '\nType what you look for; the path of a photo finds what resembles it; `photo.jpg + snow - people` mixes.',
  )
  for (;;) {
    const line = await ask('\nFind (empty: stop): ')
    if (line === null || line.trim() === '') return
    try {
      const answer = await engine.search({ ...buildQuery(splitLine(line), {}), k: RESULTS_SHOWN })
      for (const result of answer.results) {
        output.out(`  ${result.similarity.toFixed(3)}  ${result.path}\n         ${why(result)}`)
      }
      for (const hint of answer.hints) output.out(hint)
    } catch (error) {
      output.err(describeError(error))
    }
  }
}

/** Splits at spaces; double quotes keep a path with spaces together. */
export function splitLine(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '')
}

if (import.meta.main) {
  const output = processOutput()
  if (process.stdin.isTTY) {
    const prompt = createInterface({ input: process.stdin, output: process.stdout })
    let closed = false
    prompt.on('close', () => (closed = true))
    const ask: Ask = async (question) => {
      if (closed) return null
      const stopped = new Promise<null>((done) => prompt.once('close', () => done(null)))
      return Promise.race([prompt.question(question), stopped])
    }
    await guidedRun(libraryFolder(undefined), ask, output)
    prompt.close()
  } else {
    output.err('There is no terminal to ask in, so here is the demo; `bin/resight --help` lists the commands.')
    await demo(resolve('build', 'demo'), output)
  }
}
