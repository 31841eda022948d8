import { Loader, VisuallyHidden } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Chip } from '../query/query-draft.ts'
import { useQueryState } from '../query/query-state.ts'
import { RegionDialog } from '../region/region-dialog.tsx'
import { QueryChip } from './query-chip.tsx'
import styles from './query-bar.module.css'

interface Props {
  /** Pictures on their way into the query. */
  readonly pending: number
  /** The keyboard goes past the last chip. */
  readonly onLeave: () => void
}

/** The parts of the query, each a chip. */
export function QueryChips({ pending, onLeave }: Props) {
  const { t } = useTranslation()
  const parts = useQueryState((state) => state.parts)
  const setRegion = useQueryState((state) => state.setRegion)
  const [drawn, setDrawn] = useState<Chip | null>(null)
  const keysId = useId()
  return (
    <>
      <VisuallyHidden id={keysId}>{t('query.chipKeys')}</VisuallyHidden>
      {parts.map((chip) => (
        <QueryChip key={chip.chipId} chip={chip} describedBy={keysId} onDraw={() => setDrawn(chip)} onLeave={onLeave} />
      ))}
      {pending > 0 && <Loader size={20} role="status" aria-label={t('query.reading')} className={styles.pending} />}
      <RegionDialog
        part={drawn?.part ?? null}
        onClose={() => setDrawn(null)}
        onDrawn={(region) => {
          if (drawn !== null) setRegion(drawn.chipId, region)
          setDrawn(null)
        }}
      />
    </>
  )
}
