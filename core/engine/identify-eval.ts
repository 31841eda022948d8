import { readdir } from 'node:fs/promises'
import { basename, join, relative, resolve, sep } from 'node:path'
import type { Device } from '../api.ts'
import type { AnnotationRegion } from '../api/identify.ts'
import type { MatchableAnnotation, MatchControl, Matcher } from '../identify/candidates/matcher.ts'
import {
  compareAll,
  withExtractors,
  type ComparedSet,
  type LabelledAnnotation,
} from '../identify/evaluate/compare-all.ts'
import { reportOf, type IdentificationReport } from '../identify/evaluate/evaluate.ts'
import { encounterOfName, viewpointOfName } from '../identify/evaluate/photo-name.ts'
import { findPhotoByPath, readPhoto } from '../library/catalogue/photos.ts'
import { ResightError } from '../types.ts'
import { WHOLE_PHOTO } from '../regions/propose.ts'
import { comparingOnce, shortlisting } from './identify-eval-matchers.ts'
import { localMatcher, type MatcherOptions } from './identify-matcher.ts'
import { openPhotoStages } from './photo-stages.ts'

export interface IdentifyEvalOptions extends MatcherOptions {
  readonly library: string
  readonly device: Device
  readonly sameViewpointOnly: boolean
  /**
   * Where animals are: `auto`, as is proposed where nobody corrects it; `whole` photos; or by path below the folder, with `/`, where a
   * photo without one is looked at whole. Default `auto`.
   */
  readonly regions?: 'auto' | 'whole' | ReadonlyMap<string, AnnotationRegion>
  /** How many candidates are compared, the likeliest by the cheap order; absent: all. */
  readonly shortlist?: number
}

/** What all extractors say together, and what each says alone. */
export interface IdentifyEvalReport extends IdentificationReport {
  readonly regions: 'auto' | 'whole' | 'given'
  readonly rotations: 1 | 4
  /** Empty where there is one extractor. */
  readonly alone: readonly IdentificationReport[]
}

/** Evaluates identification on a labelled folder, as `compareIdentifyFolder` reads it. */
export async function evaluateIdentifyFolder(
  folder: string,
  options: IdentifyEvalOptions,
  control: MatchControl = {},
): Promise<IdentifyEvalReport> {
  const { regions = 'auto', rotations = 1, extractors = 'all' } = options
  const set = await compareIdentifyFolder(folder, { ...options, extractors }, control)
  // The vector alone says what a global order is worth; what is fused is what photo-ID fuses.
  const fused = set.extractors.filter((id) => extractors !== 'all' || id !== set.shortlistBy)
  return {
    ...reportOf(withExtractors(set, fused)),
    regions: typeof regions === 'string' ? regions : 'given',
    rotations,
    alone: set.extractors.length < 2 ? [] : set.extractors.map((id) => reportOf(withExtractors(set, [id]))),
  }
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
  const { shortlist, regions = 'auto' } = options
  const opened = await openIdentifyMatcher(options.library, options.device, options)
  try {
    const photos: LabelledAnnotation[] = []
    const entries = await readdir(resolve(folder), { withFileTypes: true, recursive: true })
    for (const entry of entries.sort((a, b) => (join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1))) {
      const path = join(entry.parentPath, entry.name)
      if (!entry.isFile() || entry.parentPath === resolve(folder)) continue
      const given =
        typeof regions === 'string' ? null : regions.get(relative(resolve(folder), path).replaceAll(sep, '/'))
      const known = opened.annotationOf(path, given ?? WHOLE_PHOTO)
      if (known === null) continue
      const region = regions === 'auto' ? await opened.proposedRegion(known) : known.region
      const individual = entry.parentPath
      const visit = known.takenAt?.slice(0, 10) ?? encounterOfName(entry.name) ?? entry.name
      photos.push({
        ...known,
        region,
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
    const matcher = shortlist === undefined ? opened.matcher : shortlisting(opened.matcher, shortlist)
    const set = await compareAll(comparingOnce(matcher), photos, options.sameViewpointOnly, control)
    return shortlist === undefined ? set : { ...set, shortlist }
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
  /** The animal that a photo was most likely taken of. */
  proposedRegion(annotation: MatchableAnnotation): Promise<AnnotationRegion>
  close(): Promise<void>
}

export async function openIdentifyMatcher(
  library: string,
  device: Device,
  options: MatcherOptions = {},
): Promise<OpenIdentifyMatcher> {
  const { catalogue, local, regions, close } = openPhotoStages(library, () => device)
  try {
    return {
      matcher: await localMatcher(catalogue, local, options),
      annotationOf(path, region) {
        const photoId = findPhotoByPath(catalogue, path)
        if (photoId === null) return null
        const { contentHash, takenAt } = readPhoto(catalogue, photoId)
        return { annotationId: path, contentHash, path, region, viewpoint: viewpointOfName(basename(path)), takenAt }
      },
      proposedRegion: async ({ path }) => (path === null ? WHOLE_PHOTO : (await regions.propose(path))[0]!.region),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
