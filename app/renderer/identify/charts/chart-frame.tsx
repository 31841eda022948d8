import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ChartTable, type Column } from './chart-table.tsx'
import styles from './charts.module.css'

interface Props {
  readonly title: string
  /** What it shows, in a sentence, for who can't see it. */
  readonly summary: string
  /** Below the drawing, for everybody. */
  readonly note?: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly string[])[]
  readonly children: ReactNode
}

/** A drawing with its name, and the same figures as a table. */
export function ChartFrame({ title, summary, note, columns, rows, children }: Props) {
  const { t } = useTranslation()
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.title}>{title}</figcaption>
      <div role="img" aria-label={summary}>
        {children}
      </div>
      {note !== undefined && <p className={styles.note}>{note}</p>}
      <details className={styles.details}>
        <summary>{t('figures.asTable')}</summary>
        <ChartTable label={title} columns={columns} rows={rows} />
      </details>
    </figure>
  )
}
