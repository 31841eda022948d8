import '@mantine/core/styles.css'
import '@mantine/dates/styles.css'
import '@mantine/notifications/styles.css'
import './theme/global.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Router } from 'wouter'
import { App } from './app.tsx'
import { useHashLocation, useHashSearch } from './shell/hash-location.ts'
import { openShell } from './shell/open-shell.ts'
import { ShellContext } from './shell/use-shell.ts'
import { openLanguages } from './text/languages.ts'
import { theme } from './theme/theme.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('Expected #root in index.html.')
const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? ''

// The engine is on this machine: it answers without a network too, and an answer is stale when it says so, not after a time.
const client = new QueryClient({
  defaultOptions: {
    queries: { networkMode: 'always', staleTime: Infinity, refetchOnWindowFocus: false, retry: false },
  },
})

await openLanguages()
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <QueryClientProvider client={client}>
        <ShellContext value={openShell()}>
          <Router hook={useHashLocation} searchHook={useHashSearch}>
            <Notifications position="bottom-right" />
            <App />
          </Router>
        </ShellContext>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
