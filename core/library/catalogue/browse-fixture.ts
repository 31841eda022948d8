import fc from 'fast-check'
import type { PhotoMetadata } from '../decoded.ts'
import type { Catalogue } from './catalogue.ts'
import { recordFile } from './files.ts'
import { testPhoto } from './fixture.ts'
import { recordPhoto } from './photos.ts'

/** Test only: a photo to browse. */
export interface BrowsedPhoto {
  readonly folder: string
  readonly width: number
  readonly height: number
  /** Local, to the second. */
  readonly taken: string | null
  readonly camera: string | null
  readonly gps: PhotoMetadata['gps']
}

/** Few values of each kind, so that photos share them. */
export const browsedPhoto: fc.Arbitrary<BrowsedPhoto> = fc.record({
  folder: fc.constantFrom('/p', '/p/a', '/p/a/b', '/p/ab', '/p/c/d', '/q', '/q/a'),
  width: fc.integer({ min: 1, max: 5000 }),
  height: fc.integer({ min: 1, max: 5000 }),
  taken: fc.option(
    fc
      .tuple(fc.constantFrom('1999-12-31', '2000-01-01', '2024-02-28', '2024-02-29'), fc.integer({ min: 0, max: 3 }))
      .map(([day, second]) => `${day}T23:59:0${second}`),
  ),
  camera: fc.option(fc.constantFrom('Canon EOS 5D', 'Canon EOS 5D Mark II', 'NIKON D90', 'Ölympus')),
  gps: fc.option(
    fc.record(
      {
        latitude: fc.constantFrom(-90, -17.8, 0, 47.4, 89.9),
        longitude: fc.constantFrom(-180, -179.9, 0, 8.5, 178, 180),
      },
      { noNullPrototype: true },
    ),
  ),
})

/** Records photo i at `FOLDER/i.jpg`. @returns their ids, in order */
export function addBrowsed(catalogue: Catalogue, folderId: number, photos: readonly BrowsedPhoto[]): readonly number[] {
  return catalogue.database.transaction(() =>
    photos.map(({ folder, width, height, taken, camera, gps }, i) => {
      const metadata = { takenAt: taken === null ? null : `${taken}+02:00`, camera, gps }
      const photoId = recordPhoto(catalogue, { ...testPhoto(`photo ${i}`, metadata), width, height })
      recordFile(catalogue, { path: `${folder}/${i}.jpg`, bytes: 1, mtimeMs: 1 }, folderId, photoId)
      return photoId
    }),
  )
}

/** Empties a catalogue for the next run of a property. */
export function removeAll(catalogue: Catalogue): void {
  catalogue.database.exec('DELETE FROM files; DELETE FROM photos; DELETE FROM albums')
}
