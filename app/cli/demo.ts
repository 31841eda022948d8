import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Engine, Query, SearchAnswer } from '../../core/api.ts'
import { openEngine } from '../../core/engine.ts'
import { describeReport } from './commands/add.ts'
import { why } from './commands/search.ts'
import { type SheetSection, describePart, writeContactSheet } from './contact-sheet.ts'
import { type Output, processOutput } from './output.ts'
import { ProgressView } from './progress.ts'
import { copySamples } from '../../core/remote/samples.ts'

const RESULTS_SHOWN = 4

/** Indexes the sample photos in `folder` and answers three queries: words, a photo, a photo with words. */
export async function demo(folder: string, output: Output): Promise<string> {
  const photos = join(folder, 'photos')
  output.err(`Indexing ${await copySamples(photos)} public-domain photos (Getty Open Content, CC0) …`)
  const engine = await openEngine({ library: join(folder, 'library') })
  try {
    const view = new ProgressView(output)
    const report = await engine.add({ folders: [photos] }, { onProgress: (progress) => view.show(progress) })
    view.end()
    output.out(describeReport(report))
    const sections: SheetSection[] = []
    for (const query of demoQueries(photos)) {
      const answer = await engine.search(query)
      printAnswer(answer, output)
      sections.push({ answer, thumbnails: await thumbnails(engine, answer) })
    }
    const sheet = join(folder, 'contact-sheet.html')
    await writeContactSheet(sheet, sections)
    output.out(`\nContact sheet, to look at in a browser: ${pathToFileURL(sheet).href}`)
    return sheet
  } finally {
    await engine.close()
  }
}

/** The three kinds of query, over the sample photos in `photos`. */
export function demoQueries(photos: string): readonly Query[] {
  const alps = join(photos, 'french-alpine-landscape.jpg')
  return [
    { parts: [{ kind: 'words', words: 'boats in a harbour' }], k: RESULTS_SHOWN },
    { parts: [{ kind: 'file', path: join(photos, 'allium-oreophilum.jpg') }], k: RESULTS_SHOWN },
    {
      parts: [
        { kind: 'file', path: alps },
        { kind: 'words', words: 'a river or lake' },
      ],
      k: RESULTS_SHOWN,
    },
  ]
}

function printAnswer(answer: SearchAnswer, output: Output): void {
  output.out(`\n${answer.query.parts.map(describePart).join(' + ')}  (${answer.timingsMs.total.toFixed(0)} ms)`)
  for (const result of answer.results) {
    output.out(`  ${result.similarity.toFixed(3)}  ${result.path.split(/[\\/]/).at(-1) ?? ''}  (${why(result)})`)
  }
}

function thumbnails(engine: Engine, answer: SearchAnswer): Promise<SheetSection['thumbnails']> {
  return Promise.all(answer.results.map((result) => engine.thumbnail(result.photoId)))
}

if (import.meta.main) await demo(resolve('build', 'demo'), processOutput())
