import { UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../parts/use-format.ts'
import { useShell } from '../shell/use-shell.ts'
import type { PhotoGroup } from './groups.ts'
import styles from './map.module.css'

interface Props {
  readonly groups: readonly PhotoGroup[]
  readonly nameOf: (group: PhotoGroup) => string
  readonly onChoose: (group: PhotoGroup) => void
}

const MOST = 100

/** What is on the map as a list, for those who do not see or point. */
export function GroupList({ groups, nameOf, onChoose }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const shell = useShell()
  const photos = groups.reduce((sum, group) => sum + group.photos, 0)
  return (
    <section className={styles.list} aria-label={t('mapScreen.inView')}>
      <h1 className={styles.listTitle}>{t('mapScreen.title')}</h1>
      <p role="status" className={styles.quiet}>
        {t('mapScreen.inViewCount', { count: photos, photos: format.count(photos) })}
      </p>
      <ul className={styles.groups}>
        {groups.slice(0, MOST).map((group) => (
          <li key={group.key}>
            <UnstyledButton className={styles.group} onClick={() => onChoose(group)}>
              {group.sample[0] !== undefined && (
                <img className={styles.groupPicture} src={shell.thumbnailUrl(group.sample[0])} alt="" loading="lazy" />
              )}
              <span>{nameOf(group)}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  )
}
