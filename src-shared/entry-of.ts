/** What is asked of a fleet's entry by those who need not know whether it has one. */
import type { Entry, Fleet, HttpEntry } from './fleet.ts';

export type ServedFleet = Fleet & { readonly entry: HttpEntry };

/** Requests come in somewhere; else its blocks fetch their work. */
export function isServed(fleet: Fleet): fleet is ServedFleet {
  return fleet.entry.kind === 'http';
}

/** Nobody could be reached through it. Where there is none, nothing has to be open. */
export function isEntryClosed({ entry }: Pick<Fleet, 'entry'>): boolean {
  return entry.kind === 'http' && entry.state.kind !== 'listening';
}

/** Why requests wait there now. */
export function holdingAt(entry: Entry): HttpEntry['holding'] {
  return entry.kind === 'http' ? entry.holding : undefined;
}

/** Where to meet it: `127.0.0.1:8480`, or that nobody does. Outside text. */
export function entryText(entry: Entry): string {
  return entry.kind === 'http' ? entry.url.replace(/^https?:\/\//, '') : 'fetches its work';
}
