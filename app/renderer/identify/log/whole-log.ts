/** Entries: as many as the engine gives at once, more than a person makes in years. */
export const WHOLE_LOG = 100_000
