import { ActionIcon, Slider, Tooltip } from '@mantine/core'
import { IconFolderPlus, IconLayoutSidebar, IconStack2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../parts/use-format.ts'
import { ROW_HEIGHTS, useLibraryState } from './library-state.ts'
import { useAddFolders } from './use-add-folders.ts'
import styles from './library.module.css'

interface Props {
  /** Photos that the filters let through. */
  readonly shown: number
  /** Of the whole library; null while not known. */
  readonly photos: number | null
}

export function LibraryToolbar({ shown, photos }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const { ask } = useAddFolders()
  const { isGrouping, setGrouping, rowHeight, setRowHeight, isSideBarOpen, setSideBar } = useLibraryState()
  const sideBar = t(isSideBarOpen ? 'library.hideSideBar' : 'library.showSideBar')
  const count =
    photos === null || photos === shown
      ? t('library.photos', { count: shown, photos: format.count(shown) })
      : t('library.of', { shown: format.count(shown), photos: format.count(photos) })
  return (
    <div className={styles.toolbar}>
      <Tooltip label={sideBar}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={sideBar}
          aria-expanded={isSideBarOpen}
          onClick={() => setSideBar(!isSideBarOpen)}
        >
          <IconLayoutSidebar size={20} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <h1 className={styles.title}>{t('library.title')}</h1>
      <span role="status" className={styles.count}>
        {count}
      </span>
      <span className={styles.spring} />
      <Slider
        className={styles.sizes}
        size="xs"
        min={0}
        max={ROW_HEIGHTS.length - 1}
        value={Math.max(
          0,
          ROW_HEIGHTS.findIndex((height) => height === rowHeight),
        )}
        label={null}
        thumbLabel={t('library.size')}
        onChange={(step) => setRowHeight(ROW_HEIGHTS[step] ?? 200)}
      />
      <Tooltip label={t('library.stacks')}>
        <ActionIcon
          variant={isGrouping ? 'light' : 'subtle'}
          color={isGrouping ? undefined : 'gray'}
          aria-label={t('library.stacks')}
          aria-pressed={isGrouping}
          onClick={() => setGrouping(!isGrouping)}
        >
          <IconStack2 size={20} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('library.addFolder')}>
        <ActionIcon variant="subtle" color="gray" aria-label={t('library.addFolder')} onClick={ask}>
          <IconFolderPlus size={20} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}
