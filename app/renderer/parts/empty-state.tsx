import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './parts.module.css'

interface Props {
  readonly icon: ReactNode
  readonly title: string
  readonly text?: string
  /** What to do next: one or two buttons. */
  readonly children?: ReactNode
}

/** Says why there is nothing here, and what to do about it. */
export function EmptyState({ icon, title, text, children }: Props) {
  return (
    <Stack className={styles.state} gap="sm" align="center" justify="center">
      <span className={styles.stateIcon} aria-hidden>
        {icon}
      </span>
      <Title order={1} size="h3" ta="center">
        {title}
      </Title>
      {text !== undefined && (
        <Text className={styles.stateText} ta="center">
          {text}
        </Text>
      )}
      {children !== undefined && <div className={styles.stateActions}>{children}</div>}
    </Stack>
  )
}
