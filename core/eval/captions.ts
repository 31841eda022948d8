import { join } from 'node:path'
import { listImages, namedImage, readEntries, requireFolder } from './files.ts'
import { malformed, type EvalQuery, type EvalTask } from './task.ts'

/**
 * `captions DIR`: `DIR/captions.json` maps each photo to its captions. Every caption is a query, its photo the one
 * relevant answer, all images below DIR the gallery (Hodosh et al. 2013, "image search").
 */
export async function loadCaptions(dir: string): Promise<EvalTask> {
  const database = await requireFolder('DIR', dir)
  const file = join(database, 'captions.json')
  const entries = await readEntries(file)
  const gallery = await listImages(database)
  const images = new Set(gallery)
  const queries = entries.flatMap(([name, captions]): readonly EvalQuery[] => {
    const path = namedImage(file, database, name, images)
    if (!Array.isArray(captions) || captions.length === 0) {
      throw malformed(file, JSON.stringify(name), 'has no list of captions')
    }
    return captions.map((caption: unknown, i) => {
      if (typeof caption !== 'string' || caption.trim() === '') {
        throw malformed(file, `caption ${i} of ${JSON.stringify(name)}`, 'is not a text')
      }
      return { parts: [{ kind: 'words', words: caption }], relevant: [path], excluded: [] }
    })
  })
  const uncaptioned = gallery.length - entries.length
  const notes = uncaptioned > 0 ? [`${uncaptioned} photos of the gallery have no caption: distractors.`] : []
  return { name: 'captions', database, gallery, queries, classes: null, notes }
}
