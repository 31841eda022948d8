import { Loader } from '@mantine/core'
import { Suspense, lazy } from 'react'
import { Route, Switch, useLocation } from 'wouter'
import { Frame } from './frame/frame.tsx'
import { useJobNotices } from './frame/use-job-notices.ts'
import { LibraryScreen } from './library/library-screen.tsx'
import { MapScreen } from './map/map-screen.tsx'
import { ModelsScreen } from './models/models-screen.tsx'
import { PhotoScreen } from './photo/photo-screen.tsx'
import { useScreenBelow } from './photo/use-screen-below.ts'
import { SearchScreen } from './search/search-screen.tsx'
import { SettingsScreen } from './settings/settings-screen.tsx'
import { useShellEvents } from './shell/use-shell-events.ts'
import styles from './frame/frame.module.css'

const IdentifyScreens = lazy(async () => ({
  default: (await import('./identify/identify-screens.tsx')).IdentifyScreens,
}))

export function App() {
  useShellEvents()
  useJobNotices()
  const [address] = useLocation()
  const { location, isCovered } = useScreenBelow(address)
  return (
    <Frame>
      <div className={styles.screens}>
        {/* Stays below an open photo: closing it finds the same place again. */}
        <div className={styles.screenBelow} data-screen inert={isCovered}>
          <Switch location={location}>
            <Route path="/search" component={SearchScreen} />
            <Route path="/map" component={MapScreen} />
            <Route path="/identify/*?">
              <Suspense fallback={<Loader m="auto" />}>
                <IdentifyScreens location={location} />
              </Suspense>
            </Route>
            <Route path="/models" component={ModelsScreen} />
            <Route path="/settings" component={SettingsScreen} />
            <Route component={LibraryScreen} />
          </Switch>
        </div>
        <Route path="/photo/:photoId">{({ photoId }) => <PhotoScreen photoId={Number(photoId)} />}</Route>
      </div>
    </Frame>
  )
}
