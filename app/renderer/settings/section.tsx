import { Paper, Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'

interface Props {
  readonly title: string
  readonly text?: string
  readonly children: ReactNode
}

export function Section({ title, text, children }: Props) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <Title order={2} size="h4" id={id} mb={text === undefined ? 'sm' : 4}>
        {title}
      </Title>
      {text !== undefined && (
        <Text size="sm" mb="sm" maw="70ch">
          {text}
        </Text>
      )}
      <Paper withBorder p="md">
        {children}
      </Paper>
    </section>
  )
}
