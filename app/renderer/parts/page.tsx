import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './parts.module.css'

interface Props {
  readonly title: string
  readonly children: ReactNode
}

/** A screen of text and controls rather than photos: scrolls, and keeps to a readable width. */
export function Page({ title, children }: Props) {
  return (
    <div className={styles.screen}>
      <div className={styles.column}>
        <Title order={1} size="h2" mb="lg">
          {title}
        </Title>
        {children}
      </div>
    </div>
  )
}
