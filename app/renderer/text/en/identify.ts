export const identify = {
  title: 'Photo-ID',
  photoMissing: 'not in the library',
  viewpoints: {
    left: 'Left',
    right: 'Right',
    ventral: 'Belly',
    dorsal: 'Back from above',
    front: 'Front',
    back: 'Rear',
    unknown: 'Unknown side',
  },
  sexes: { female: 'Female', male: 'Male', unknown: 'Sex unknown' },
  lifeStages: { adult: 'Adult', subadult: 'Subadult', juvenile: 'Juvenile', unknown: 'Age unknown' },
  verdicts: {
    match: 'Match',
    'not-this-one': 'Not this one',
    'new-individual': 'New individual',
    'cant-tell': 'Can’t tell',
    'poor-photo': 'Poor photo',
  },
  states: {
    open: 'Open',
    identified: 'Identified',
    'cant-tell': 'Can’t tell',
    'poor-photo': 'Poor photo',
  },
  reviewer: {
    title: 'Who is deciding?',
    text: 'Every decision is kept with the name of who made it. You are asked once; change it at the top of a project.',
    name: 'Your name',
    keep: 'Use this name',
  },
} as const
