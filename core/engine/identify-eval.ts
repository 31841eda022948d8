import { readdir } from 'node:fs/promises'
import { basename, join, relative, resolve, sep } from 'node:path'
import type { Device } from '../api.ts'
import type { AnnotationRegion } from '../api/identify.ts'
import { modelsFoldersOf } from '../encoders/models-folders.ts'
import type { MatchableAnnotation, MatchControl, Matcher } from '../identify/candidates/matcher.ts'
import { compareAll, type ComparedSet, type LabelledAnnotation } from '../identify/evaluate/compare-all.ts'
import { reportOf, type IdentificationReport } from '../identify/evaluate/evaluate.ts'
import { encounterOfName, viewpointOfName } from '../identify/evaluate/photo-name.ts'
import { closeCatalogue, openCatalogue } from '../library/catalogue/catalogue.ts'
import { findPhotoByPath, readPhoto } from '../library/catalogue/photos.ts'
import { openDecodePool } from '../library/decode/pool.ts'
import { ResightError } from '../types.ts'
import { localMatcher } from './identify-matcher.ts'
import { lazy } from './lazy.ts'
import { localFeaturesOf } from './local-features.ts'
import { openUploads } from './uploads.ts'

const WHOLE = { kind: 'box', x: 0, y: 0, width: 1, height: 1 } as const

export interface IdentifyEvalOptions {
  readonly library: string
  readonly device: Device
  readonly sameViewpointOnly: boolean
  /** Where animals are, by path below the folder, with `/`; a photo without one is looked at whole. */
  readonly regions?: ReadonlyMap<string, AnnotationRegion>
}

/** Evaluates identification on a labelled folder, as `compareIdentifyFolder` reads it. */
export async function evaluateIdentifyFolder(
  folder: string,
  options: IdentifyEvalOptions,
  control: MatchControl = {},
): Promise<IdentificationReport> {
  return reportOf(await compareIdentifyFolder(folder, options, control))
}

/**
 * Compares the photos of a folder of folders, one an individual, whose photos the library has. Sides come from file
 * names. Photos of one individual and capture day are one encounter, else those of one number in their names.
 * @throws ResightError `not-found` where the library has none of its photos
 */
export async function compareIdentifyFolder(
  folder: string,
  options: IdentifyEvalOptions,
  control: MatchControl = {},
): Promise<ComparedSet> {
  const opened = await openIdentifyMatcher(options.library, options.device)
  try {
    const photos: LabelledAnnotation[] = []
    const entries = await readdir(resolve(folder), { withFileTypes: true, recursive: true })
    for (const entry of entries.sort((a, b) => (join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1))) {
      const path = join(entry.parentPath, entry.name)
      if (!entry.isFile() || entry.parentPath === resolve(folder)) continue
      const region = options.regions?.get(relative(resolve(folder), path).replaceAll(sep, '/')) ?? WHOLE
      const known = opened.annotationOf(path, region)
      if (known === null) continue
      const individual = entry.parentPath
      const visit = known.takenAt?.slice(0, 10) ?? encounterOfName(entry.name) ?? entry.name
      photos.push({
        ...known,
        individual,
        encounterId: `${individual} ${visit}`,
        quality: null,
        drawnBy: 'whole photo',
      })
    }
    if (photos.length === 0) {
      throw new ResightError('not-found', `There are no photos in folders below ${folder}`, {
        remedy: 'Give a folder that has one folder for each individual.',
      })
    }
    return await compareAll(opened.matcher, photos, options.sameViewpointOnly, control)
  } finally {
    await opened.close()
  }
}

/** The matcher over a library's photos, without a project. */
export interface OpenIdentifyMatcher {
  readonly matcher: Matcher
  /** @returns null: the library has no photo at that path */
  annotationOf(
    path: string,
    region: AnnotationRegion,
  ): (MatchableAnnotation & { readonly takenAt: string | null }) | null
  close(): Promise<void>
}

export async function openIdentifyMatcher(library: string, device: Device): Promise<OpenIdentifyMatcher> {
  const catalogue = openCatalogue(resolve(library))
  const pool = lazy(
    async () => openDecodePool(),
    (opened) => opened.close(),
  )
  const openPool = () => pool.get()
  const local = localFeaturesOf({
    catalogue,
    modelsFolders: modelsFoldersOf(catalogue.folder),
    device: () => device,
    openPool,
    uploads: openUploads(catalogue.folder, openPool),
  })
  const close = async (): Promise<void> => {
    await local.close()
    await pool.close()
    closeCatalogue(catalogue)
  }
  try {
    return {
      matcher: await localMatcher(catalogue, local),
      annotationOf(path, region) {
        const photoId = findPhotoByPath(catalogue, path)
        if (photoId === null) return null
        const { contentHash, takenAt } = readPhoto(catalogue, photoId)
        return { annotationId: path, contentHash, path, region, viewpoint: viewpointOfName(basename(path)), takenAt }
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
