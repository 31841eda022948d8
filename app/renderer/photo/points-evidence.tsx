import { SegmentedControl, Select } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MatchedPoints, PhotoDetails, Query } from '../../../core/api.ts'
import { MatchStudy } from '../matches/match-study.tsx'
import type { PairView } from '../matches/pair-view.ts'
import { nameOf } from '../query/path-name.ts'
import { usePhotoSource } from '../zoom/use-photo-source.ts'
import { useQueryPicture } from './use-query-pictures.ts'

interface Props {
  readonly query: Query | null
  readonly photo: PhotoDetails
  /** One for each picture of the query; at least one. */
  readonly matches: readonly MatchedPoints[]
  readonly view: PairView
  readonly onHeat: (() => void) | null
}

/** The points that a picture of the query shares with the photo. */
export function PointsEvidence({ query, photo, matches, view, onHeat }: Props) {
  const { t } = useTranslation()
  const [wanted, setWanted] = useState(0)
  const chosen = Math.min(wanted, matches.length - 1)
  const shown = matches[chosen]
  const source = usePhotoSource(photo.photoId)
  const left = useQueryPicture(query, chosen, shown?.querySize ?? null)
  const right = useMemo(
    () => ({ ...source, width: photo.width, height: photo.height, label: nameOf(photo.paths[0] ?? '') }),
    [source, photo],
  )
  if (shown === undefined) return null
  return (
    <MatchStudy left={left} right={right} matches={shown} view={view}>
      {onHeat !== null && (
        <SegmentedControl
          size="xs"
          aria-label={t('photo.evidenceKind')}
          value="points"
          onChange={(value) => value === 'heat' && onHeat()}
          data={[
            { value: 'points', label: t('photo.evidencePoints') },
            { value: 'heat', label: t('photo.evidenceHeat') },
          ]}
        />
      )}
      {matches.length > 1 && (
        <Select
          size="xs"
          aria-label={t('photo.evidencePart')}
          allowDeselect={false}
          data={matches.map((_, n) => ({ value: String(n), label: t('photo.queryPictureOf', { place: n + 1 }) }))}
          value={String(chosen)}
          onChange={(value) => setWanted(Number(value))}
        />
      )}
    </MatchStudy>
  )
}
