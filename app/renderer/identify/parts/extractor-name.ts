const NAMES: Readonly<Record<string, string>> = { xfeat: 'XFeat', 'rootsift-1': 'SIFT' }

/** What a person calls an extractor: its model, without the settings that its id goes on to say. */
export function extractorName(id: string): string {
  const [name = id, version = id] = id.split('@')
  // A global vector is named by the model behind it.
  return name === 'vector' ? version : (NAMES[name] ?? name)
}
