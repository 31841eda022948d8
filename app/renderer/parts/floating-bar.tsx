import { Paper } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './parts.module.css'

interface Props {
  /** What the tools on it are for. */
  readonly name: string
  readonly children: ReactNode
}

/** Tools for what is selected, over the lower edge of a screen. */
export function FloatingBar({ name, children }: Props) {
  return (
    <Paper className={styles.floatingBar} shadow="lg" withBorder role="toolbar" aria-label={name}>
      {children}
    </Paper>
  )
}
