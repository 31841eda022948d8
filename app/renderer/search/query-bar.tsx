import { ActionIcon, Tooltip } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconPhotoPlus, IconX } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { maySearchWith } from '../query/photo-drag.ts'
import { useQueryState } from '../query/query-state.ts'
import { useHandOver } from '../query/use-hand-over.ts'
import { useQueryAddress } from '../query/use-query-address.ts'
import { goTo } from '../shell/hash-location.ts'
import { BarSecondRow } from './bar-second-row.tsx'
import { FilterButton } from './filter-button.tsx'
import { OptionsButton } from './options-button.tsx'
import { QueryChips } from './query-chips.tsx'
import { SearchesButton } from './searches-button.tsx'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { usePictureEvents } from './use-picture-events.ts'
import styles from './query-bar.module.css'

/** The query builder: words, photos, weights, filters; on every screen. */
export function QueryBar() {
  const { t } = useTranslation()
  const { addWords, clear } = useQueryState()
  const isEmpty = useQueryState((state) => state.parts.length + marks(state.feedback) === 0)
  const handOver = useHandOver()
  const [typed, setTyped] = useState('')
  const [isOver, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  useQueryAddress()
  usePictureEvents(handOver.files)
  useHotkeys([['/', () => input.current?.focus()]])

  const submit = () => {
    addWords(typed)
    setTyped('')
    if (typed.trim() !== '' || !isEmpty) goTo('/search')
  }
  return (
    <search aria-label={t('query.bar')} className={styles.rows}>
      <div className={styles.row}>
        <div
          className={styles.box}
          data-over={isOver || undefined}
          onClick={(event) => event.target === event.currentTarget && input.current?.focus()}
          onDragOver={(event) => {
            if (!maySearchWith(event.dataTransfer)) return
            event.preventDefault()
            event.dataTransfer.dropEffect = 'copy'
            setOver(true)
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault()
            setOver(false)
            void handOver.drop(event.dataTransfer)
          }}
        >
          <QueryChips pending={handOver.pending} onLeave={() => input.current?.focus()} />
          <input
            ref={input}
            className={styles.input}
            value={typed}
            maxLength={4000}
            aria-label={t('query.words')}
            placeholder={isOver ? t('query.drop') : t(isEmpty ? 'query.placeholder' : 'query.placeholderMore')}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing) return
              if (event.key === 'Enter') submit()
              if (event.key === 'Escape') event.currentTarget.blur()
              const toChips = event.key === 'Backspace' || event.key === 'ArrowLeft'
              if (toChips && typed === '') lastChip(event.currentTarget.parentElement)?.focus()
            }}
          />
          <Tooltip label={t('query.pick')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('query.pick')}
              onClick={() => picker.current?.click()}
            >
              <IconPhotoPlus size={20} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
          {!isEmpty && (
            <Tooltip label={t('query.clear')}>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('query.clear')}
                onClick={() => {
                  clear()
                  input.current?.focus()
                }}
              >
                <IconX size={18} stroke={1.6} />
              </ActionIcon>
            </Tooltip>
          )}
          <input
            ref={picker}
            type="file"
            accept="image/*,.heic,.heif,.avif"
            multiple
            hidden
            onChange={(event) => {
              void handOver.files([...(event.currentTarget.files ?? [])])
              event.currentTarget.value = ''
            }}
          />
        </div>
        <FilterButton />
        <OptionsButton />
        <SearchesButton />
        <ShortcutsDialog />
      </div>
      <BarSecondRow />
    </search>
  )
}

function marks({ like, unlike }: { readonly like: readonly number[]; readonly unlike: readonly number[] }): number {
  return like.length + unlike.length
}

function lastChip(box: HTMLElement | null): HTMLElement | undefined {
  return [...(box?.querySelectorAll<HTMLElement>('[data-chip]') ?? [])].at(-1)
}
