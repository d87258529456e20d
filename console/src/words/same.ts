// The same keys, other sentences: what a catalogue of another language must be.
export type Same<T> = { [K in keyof T]: T[K] extends string ? string : Same<T[K]> };
