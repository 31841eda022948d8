import { foldersBetween, listImages, requireFolder } from './files.ts'
import { malformed, type EvalTask } from './task.ts'

/**
 * `classes DIR`: the folder a photo lies in names its class (the innermost, so `Fruit/Apple/Pink-Lady` is one class).
 * Zero-shot: one query a class, "a photo of a {class}", the prompt of CLIP (Radford et al., ICML 2021, section 3.1.4);
 * relevant are the photos of the class, the gallery is every image below DIR.
 */
export async function loadClasses(dir: string): Promise<EvalTask> {
  const database = await requireFolder('DIR', dir)
  const gallery = await listImages(database)
  const classes = new Map<string, string[]>()
  let unlabelled = 0
  for (const path of gallery) {
    const name = foldersBetween(database, path).at(-1)
    if (name === undefined) unlabelled++
    else classes.set(name, [...(classes.get(name) ?? []), path])
  }
  if (classes.size === 0) throw malformed(database, 'the folder', 'has no folder of images for any class')
  const queries = [...classes].map(([name, relevant]) => ({
    parts: [{ kind: 'words' as const, words: `a photo of a ${spoken(name)}` }],
    relevant,
    excluded: [],
  }))
  const notes = unlabelled > 0 ? [`${unlabelled} photos lie in no class folder: distractors.`] : []
  return { name: 'classes', database, gallery, queries, classes, notes }
}

/** A folder's name as a person would say it: `art_painting` is an art painting. */
export function spoken(folder: string): string {
  return folder.replaceAll(/[_-]+/g, ' ').trim()
}
