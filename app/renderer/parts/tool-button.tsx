import { ActionIcon, Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props {
  readonly name: string
  readonly disabled?: boolean
  /** Absent: the tool is no switch. */
  readonly pressed?: boolean
  readonly onClick: () => void
  /** An icon. */
  readonly children: ReactNode
}

/** A tool of a toolbar: an icon with its name for those who ask, or can't see it. */
export function ToolButton({ name, disabled = false, pressed, onClick, children }: Props) {
  return (
    <Tooltip label={name} openDelay={400}>
      <ActionIcon
        size="lg"
        variant={pressed === true ? 'light' : 'subtle'}
        color={pressed === true ? undefined : 'gray'}
        aria-label={name}
        aria-pressed={pressed}
        disabled={disabled}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
