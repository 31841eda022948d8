import { Button, Loader, Modal, Text, TextInput, UnstyledButton } from '@mantine/core'
import { IconArrowUp, IconFolder } from '@tabler/icons-react'
import { type KeyboardEvent, type SubmitEvent, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DialogButtons } from '../parts/dialog-buttons.tsx'
import { nameOf } from '../query/path-name.ts'
import { useCall } from '../shell/use-call.ts'
import { placeName } from './place-name.ts'
import styles from './library.module.css'

interface Props {
  readonly opened: boolean
  readonly onClose: () => void
  /** Closes by itself where it is content with the folder. */
  readonly onChoose: (folder: string) => void
  readonly title: string
  /** What happens with the folder that is chosen. */
  readonly hint: string
  /** What the button that chooses is called. */
  readonly action: (name: string) => string
}

/** Chooses a folder of the machine that Resight runs on, for a tab, which has no such dialog of its own. */
export function FolderChooser({ opened, title, ...props }: Props) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={props.onClose}
      title={title}
      size="lg"
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      {opened && <Chooser {...props} />}
    </Modal>
  )
}

function Chooser({ onClose, onChoose, hint, action }: Omit<Props, 'opened' | 'title'>) {
  const { t } = useTranslation()
  const [path, setPath] = useState<string | null>(null)
  const [typed, setTyped] = useState<string | null>(null)
  const {
    data: listing,
    error,
    isFetching,
    isPlaceholderData,
  } = useCall('browseFolders', [path], { keepPrevious: true })

  // A listing that comes late must not put its path in front of what is typed next.
  const input = useRef<HTMLInputElement>(null)
  const shown = listing?.path
  useLayoutEffect(() => {
    if (document.activeElement === input.current) input.current?.select()
  }, [shown])

  const open = (to: string) => {
    setTyped(null)
    setPath(to)
  }
  // What was typed or asked for is meant, opened or not: never the folder that is still listed below it.
  const written = typed?.trim() ?? ''
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (written !== '') open(written)
  }
  const name = nameOf(listing?.path ?? '')
  const opened = (isPlaceholderData ? path : listing?.path) ?? ''
  const chosen = written === '' ? opened : written
  return (
    <div className={styles.chooser}>
      <form onSubmit={submit} className={styles.path}>
        <TextInput
          ref={input}
          data-autofocus
          flex={1}
          label={t('library.browsePath')}
          value={typed ?? listing?.path ?? ''}
          error={error?.message}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" mt={25} rightSection={isFetching ? <Loader size={14} /> : null}>
          {t('library.browseGo')}
        </Button>
      </form>
      <div className={styles.chooserLists} onKeyDown={moveAmongFolders}>
        <ul className={styles.placesList} aria-label={t('library.browsePlaces')}>
          {listing?.places.map((place) => (
            <li key={place.path}>
              <FolderLine name={placeName(place.name, t)} onOpen={() => open(place.path)} />
            </li>
          ))}
        </ul>
        <ul className={styles.folderList} aria-label={t('library.browseFolders', { name })}>
          {listing !== undefined && listing.parent !== null && (
            <li>
              <FolderLine
                isUp
                name={t('library.browseUp', { name: nameOf(listing.parent) })}
                onOpen={() => open(listing.parent ?? '/')}
              />
            </li>
          )}
          {listing?.folders.map((folder) => (
            <li key={folder.path}>
              <FolderLine name={folder.name} onOpen={() => open(folder.path)} />
            </li>
          ))}
          {listing?.folders.length === 0 && <li className={styles.hint}>{t('library.browseEmpty')}</li>}
        </ul>
      </div>
      <Text className={styles.hint}>{hint}</Text>
      <DialogButtons onCancel={onClose} mt={0}>
        <Button disabled={chosen === '' || (written === '' && error !== null)} onClick={() => onChoose(chosen)}>
          {action(nameOf(chosen))}
        </Button>
      </DialogButtons>
    </div>
  )
}

interface LineProps {
  readonly name: string
  readonly isUp?: boolean
  readonly onOpen: () => void
}

function FolderLine({ name, isUp = false, onOpen }: LineProps) {
  return (
    <UnstyledButton className={styles.folderLine} data-folder onClick={onOpen}>
      {isUp ? <IconArrowUp size={18} stroke={1.6} aria-hidden /> : <IconFolder size={18} stroke={1.6} aria-hidden />}
      <span className={styles.facetLabel}>{name}</span>
    </UnstyledButton>
  )
}

/** Up and down go from folder to folder; a letter to the next one that begins with it. */
function moveAmongFolders(event: KeyboardEvent<HTMLElement>): void {
  const list = document.activeElement?.closest('ul')
  const lines = [...(list?.querySelectorAll<HTMLElement>('[data-folder]') ?? [])]
  const at = lines.findIndex((line) => line === document.activeElement)
  if (at === -1) return
  const key = event.key.toLowerCase()
  const begins = (line: HTMLElement) => line.textContent.trim().toLowerCase().startsWith(key)
  const isLetter = key.length === 1 && key !== ' ' && !event.ctrlKey && !event.metaKey
  const target =
    key === 'arrowdown'
      ? lines[at + 1]
      : key === 'arrowup'
        ? lines[at - 1]
        : isLetter
          ? (lines.slice(at + 1).find(begins) ?? lines.find(begins))
          : undefined
  if (target === undefined) return
  event.preventDefault()
  target.focus()
}
