import { Route, Switch } from 'wouter'
import { Frame } from './frame/frame.tsx'
import { LibraryScreen } from './library/library-screen.tsx'
import { MapScreen } from './map/map-screen.tsx'
import { ModelsScreen } from './models/models-screen.tsx'
import { PhotoScreen } from './photo/photo-screen.tsx'
import { SearchScreen } from './search/search-screen.tsx'
import { SettingsScreen } from './settings/settings-screen.tsx'
import { useShellEvents } from './shell/use-shell-events.ts'

export function App() {
  useShellEvents()
  return (
    <Frame>
      <Switch>
        <Route path="/search" component={SearchScreen} />
        <Route path="/photo/:photoId">{({ photoId }) => <PhotoScreen photoId={Number(photoId)} />}</Route>
        <Route path="/map" component={MapScreen} />
        <Route path="/models" component={ModelsScreen} />
        <Route path="/settings" component={SettingsScreen} />
        <Route component={LibraryScreen} />
      </Switch>
    </Frame>
  )
}
