import { Button, Popover, Slider, Switch, Text, UnstyledButton } from '@mantine/core'
import { IconCrop, IconTrash } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MAX_WEIGHT, MIN_WEIGHT, type Chip } from '../query/query-draft.ts'
import { partLabel, partName } from '../query/part-label.ts'
import { useQueryState } from '../query/query-state.ts'
import { PartPicture } from './part-picture.tsx'
import styles from './query-bar.module.css'

interface Props {
  readonly chip: Chip
  readonly describedBy: string
  readonly onDraw: () => void
  readonly onLeave: () => void
}

/** One part of the query: what it is, and by click or key all that can be done to it. */
export function QueryChip({ chip: { chipId, part }, describedBy, onDraw, onLeave }: Props) {
  const { t } = useTranslation()
  const { toggleNegative, setWeight, setRegion, remove } = useQueryState()
  const [isOpen, setOpen] = useState(false)
  const weight = part.weight ?? 1
  const canDraw = part.kind === 'photo' || part.kind === 'upload'
  const hasRegion = part.kind !== 'words' && part.region !== undefined

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const chip = event.currentTarget
    const act: Readonly<Record<string, () => void>> = {
      Delete: () => (leave(chip, onLeave), remove(chipId)),
      Backspace: () => (leave(chip, onLeave), remove(chipId)),
      '-': () => toggleNegative(chipId),
      ArrowUp: () => setWeight(chipId, weight + 0.1),
      ArrowDown: () => setWeight(chipId, weight - 0.1),
      ArrowLeft: () => focusChip(chip.previousElementSibling),
      ArrowRight: () => focusChip(chip.nextElementSibling) || onLeave(),
      ...(canDraw ? { r: onDraw, R: onDraw } : {}),
    }
    const chosen = event.ctrlKey || event.metaKey || event.altKey ? undefined : act[event.key]
    if (chosen === undefined) return
    event.preventDefault()
    chosen()
  }
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" trapFocus returnFocus withinPortal shadow="md">
      <Popover.Target>
        <UnstyledButton
          className={styles.chip}
          data-chip
          data-negative={part.negative}
          data-picture={part.kind === 'words' ? undefined : true}
          aria-describedby={describedBy}
          title={partLabel(part, t)}
          onClick={() => setOpen((open) => !open)}
          onKeyDown={onKeyDown}
        >
          <PartPicture part={part} />
          <span className={styles.chipWords}>
            {part.negative === true && <span className={styles.not}>{t('query.not')} </span>}
            {hasRegion ? t('query.region') : partName(part, t)}
          </span>
          {weight !== 1 && <span className={styles.weight}>{t('query.times', { weight })}</span>}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={partLabel(part, t)}>
        <div className={styles.menu}>
          <Switch
            label={t('query.negative')}
            checked={part.negative === true}
            onChange={() => toggleNegative(chipId)}
            data-autofocus
          />
          <div>
            <Text size="sm" mb={4}>
              {t('query.weight')}: {t('query.times', { weight })}
            </Text>
            <Slider
              min={MIN_WEIGHT}
              max={MAX_WEIGHT}
              step={0.1}
              value={weight}
              label={null}
              thumbLabel={t('query.weight')}
              onChange={(value) => setWeight(chipId, value)}
            />
          </div>
          {canDraw && (
            <Button variant="default" leftSection={<IconCrop size={16} />} onClick={() => (setOpen(false), onDraw())}>
              {t(hasRegion ? 'query.changeRegion' : 'query.drawRegion')}
            </Button>
          )}
          {hasRegion && (
            <Button variant="default" onClick={() => setRegion(chipId, null)}>
              {t('query.wholePhoto')}
            </Button>
          )}
          <Button variant="default" leftSection={<IconTrash size={16} />} onClick={() => remove(chipId)}>
            {t('query.remove')}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

function focusChip(element: Element | null): boolean {
  if (!(element instanceof HTMLElement) || element.dataset.chip === undefined) return false
  element.focus()
  return true
}

/** The chip goes; the one before it, else the input, has the keyboard next. */
function leave(chip: HTMLElement, onLeave: () => void): void {
  if (!focusChip(chip.previousElementSibling)) onLeave()
}
