import type { ReactNode } from 'react'
import styles from './library.module.css'

interface Props {
  readonly title: string
  /** 0: nothing to offer, so nothing is shown. */
  readonly count: number
  readonly children: ReactNode
}

export function FacetSection({ title, count, children }: Props) {
  if (count === 0) return null
  return (
    <section className={styles.section} aria-label={title}>
      <h2 className={styles.sectionTitle}>{title}</h2>
      {children}
    </section>
  )
}
