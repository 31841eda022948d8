import { Button, Group, Loader, SegmentedControl, Select, Slider, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { HeatMap } from '../../../core/api.ts'
import { useFormat } from '../parts/use-format.ts'
import { RAMP_CSS, summarizeHeat } from './heat.ts'
import type { EvidenceView } from './use-evidence.ts'
import styles from './photo.module.css'

/** More parts than this do not fit side by side. */
const MOST_SEGMENTS = 3

/** Which part of the query is shown on the photo, how strongly, and what it says in words. */
export function EvidencePanel({ evidence }: { readonly evidence: EvidenceView }) {
  const { t } = useTranslation()
  return (
    <div className={styles.evidence} role="region" aria-label={t('photo.evidence')}>
      {evidence.isLoading && (
        <Group gap="xs" role="status">
          <Loader size="xs" />
          <Text size="sm">{t('photo.evidenceLoading')}</Text>
        </Group>
      )}
      {evidence.error !== null && (
        <Group gap="sm" role="alert">
          <Text size="sm">{evidence.error.message}</Text>
          <Button size="compact-sm" variant="default" onClick={evidence.retry}>
            {t('parts.retry')}
          </Button>
        </Group>
      )}
      {!evidence.isLoading && evidence.error === null && evidence.map === null && (
        <Text size="sm">{t('photo.evidenceNone')}</Text>
      )}
      {evidence.map !== null && <Controls evidence={evidence} map={evidence.map} />}
    </div>
  )
}

function Controls({ evidence, map }: { readonly evidence: EvidenceView; readonly map: HeatMap }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { lowest, highest, row, column, strongFraction } = summarizeHeat(map)
  const parts = evidence.maps.map(({ label, negative }, i) => ({
    value: String(i),
    label: negative ? t('photo.without', { label }) : label,
  }))
  const place = t(`photo.place.${row}.${column}`)
  return (
    <>
      <Group gap="lg" wrap="wrap">
        {evidence.hasBoth && (
          <SegmentedControl
            size="xs"
            aria-label={t('photo.evidenceKind')}
            value="heat"
            onChange={(value) => evidence.setPoints(value === 'points')}
            data={[
              { value: 'points', label: t('photo.evidencePoints') },
              { value: 'heat', label: t('photo.evidenceHeat') },
            ]}
          />
        )}
        {parts.length > MOST_SEGMENTS ? (
          <Select
            size="xs"
            aria-label={t('photo.evidencePart')}
            data={parts}
            value={String(evidence.chosen)}
            allowDeselect={false}
            onChange={(value) => evidence.choose(Number(value))}
          />
        ) : (
          <SegmentedControl
            size="xs"
            aria-label={t('photo.evidencePart')}
            data={parts}
            value={String(evidence.chosen)}
            onChange={(value) => evidence.choose(Number(value))}
          />
        )}
        <Group gap={8} wrap="nowrap" aria-hidden>
          <Text size="xs">{format.similarity(lowest)}</Text>
          <span className={styles.ramp} style={{ backgroundImage: RAMP_CSS }} />
          <Text size="xs">{format.similarity(highest)}</Text>
        </Group>
        <Group gap={8} wrap="nowrap" className={styles.opacity}>
          <Text size="xs" aria-hidden>
            {t('photo.opacity')}
          </Text>
          <Slider
            size="sm"
            flex={1}
            min={0}
            max={1}
            step={0.05}
            value={evidence.opacity}
            label={(opacity) => format.percent(opacity)}
            thumbLabel={t('photo.opacity')}
            onChange={evidence.setOpacity}
          />
        </Group>
      </Group>
      <Text size="sm" mt={4} aria-live="polite">
        {t('photo.evidenceInWords', {
          label: map.label,
          place,
          similarity: format.similarity(highest),
          lowest: format.similarity(lowest),
          fraction: format.percent(strongFraction),
        })}
      </Text>
    </>
  )
}
