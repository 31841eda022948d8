import { foldersBetween, listImages, requireFolder } from './files.ts'
import { spoken } from './classes.ts'
import { sample, seedOf, seededRandom } from './random.ts'
import { malformed, type EvalQuery, type EvalTask } from './task.ts'

/** How the domains of PACS are asked for; another folder `x_y` is "a x y". */
const DOMAIN_WORDS: Readonly<Record<string, string>> = {
  photo: 'a photo',
  art_painting: 'a painting',
  painting: 'a painting',
  cartoon: 'a cartoon',
  sketch: 'a sketch',
}
const QUERIES_PER_CLASS_AND_DOMAIN = 10

/**
 * `composed DIR`: `DIR/domain/class/file`. A photo of class c in domain A, with the words for another domain B, should
 * find class c in domain B; the gallery is every image but the query. Ten photos are drawn for each class and domain
 * and asked about every other domain (the domain conversion of FreeDom, Efthymiadis et al., WACV 2025, drawn down).
 * @param seed of the draw; each class and domain draws for itself
 */
export async function loadComposed(dir: string, seed = 0): Promise<EvalTask> {
  const database = await requireFolder('DIR', dir)
  const gallery = await listImages(database)
  const domains = new Map<string, Map<string, string[]>>()
  let unlabelled = 0
  for (const path of gallery) {
    const [domain, name, ...deeper] = foldersBetween(database, path)
    if (domain === undefined || name === undefined || deeper.length > 0) {
      unlabelled++
      continue
    }
    const classes = domains.get(domain) ?? new Map<string, string[]>()
    domains.set(domain, classes.set(name, [...(classes.get(name) ?? []), path]))
  }
  if (domains.size < 2) throw malformed(database, 'the folder', 'has fewer than two domains (domain/class/file)')
  const queries: EvalQuery[] = []
  for (const [domain, classes] of domains) {
    for (const [name, photos] of classes) {
      const random = seededRandom(seedOf(`${seed}/${domain}/${name}`))
      for (const path of sample(photos, QUERIES_PER_CLASS_AND_DOMAIN, random)) {
        for (const [other, otherClasses] of domains) {
          const relevant = otherClasses.get(name)
          if (other === domain || relevant === undefined) continue
          const words = Object.hasOwn(DOMAIN_WORDS, other) ? DOMAIN_WORDS[other]! : `a ${spoken(other)}`
          queries.push({
            parts: [
              { kind: 'file', path },
              { kind: 'words', words },
            ],
            relevant,
            excluded: [path],
          })
        }
      }
    }
  }
  if (queries.length === 0) throw malformed(database, 'the folder', 'has no class that two domains share')
  const notes = unlabelled > 0 ? [`${unlabelled} images lie outside domain/class folders: distractors.`] : []
  return { name: 'composed', database, gallery, queries, classes: null, notes }
}
