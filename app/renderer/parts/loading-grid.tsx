import { Skeleton, VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import styles from './parts.module.css'

/** Widths over heights like those of a roll of photos, so that nothing jumps when the photos come. */
const RATIOS = [1.5, 1.33, 0.75, 1.5, 1.78, 1, 1.33, 0.67, 1.5, 1.33, 1.5, 0.75, 1.33, 1.5, 1.78, 1.33, 1, 1.5]

interface Props {
  readonly rowHeight?: number
  /** Said to a screen reader; default "Loading". */
  readonly label?: string
}

/** Photos on their way. */
export function LoadingGrid({ rowHeight = 180, label }: Props) {
  const { t } = useTranslation()
  return (
    <div className={styles.loadingGrid} role="status">
      <VisuallyHidden>{label ?? t('parts.loading')}</VisuallyHidden>
      {RATIOS.map((ratio, index) => (
        <Skeleton key={index} radius="sm" height={rowHeight} width={Math.round(rowHeight * ratio)} aria-hidden />
      ))}
    </div>
  )
}
