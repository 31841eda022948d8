import { ActionIcon, Tooltip } from '@mantine/core'
import { IconAdjustments, IconBox, IconMap2, IconPaw, IconPhoto, IconSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { QueryBar } from '../search/query-bar.tsx'
import { EngineBanner } from './engine-banner.tsx'
import { JobsButton } from './jobs-button.tsx'
import styles from './frame.module.css'

const SCREENS = [
  { path: '/', name: 'library', Icon: IconPhoto },
  { path: '/search', name: 'search', Icon: IconSearch },
  { path: '/map', name: 'map', Icon: IconMap2 },
  { path: '/identify', name: 'identify', Icon: IconPaw },
  { path: '/models', name: 'models', Icon: IconBox },
  { path: '/settings', name: 'settings', Icon: IconAdjustments },
] as const

/** What stays on every screen: the rail of screens, the query bar, what the engine is doing. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation()
  const [location] = useLocation()
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#content" onClick={focusContent}>
        {t('frame.skipToContent')}
      </a>
      <nav className={styles.rail} aria-label={t('frame.navigation')}>
        {SCREENS.map(({ path, name, Icon }) => (
          <Tooltip key={name} label={t(`frame.${name}`)} position="right">
            <ActionIcon
              component={Link}
              href={path}
              size="xl"
              variant={isAt(location, path) ? 'light' : 'subtle'}
              color={isAt(location, path) ? undefined : 'gray'}
              aria-label={t(`frame.${name}`)}
              aria-current={isAt(location, path) ? 'page' : undefined}
            >
              <Icon stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        ))}
        <span className={styles.spring} />
        <JobsButton />
      </nav>
      <header className={styles.bar}>
        <QueryBar />
      </header>
      <main id="content" className={styles.content} tabIndex={-1}>
        <EngineBanner />
        {children}
      </main>
    </div>
  )
}

/** A screen of its own, or one within it. */
function isAt(location: string, path: string): boolean {
  return location === path || (path !== '/' && location.startsWith(`${path}/`))
}

/** The address after # names the screen, so the link must not change it. */
function focusContent(event: { preventDefault: () => void }): void {
  event.preventDefault()
  document.getElementById('content')?.focus()
}
