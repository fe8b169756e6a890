/** What is asked of a fleet's entry by those who need not know whether it has one. */
import type { Entry, Fleet, HttpEntry } from './fleet.ts';
export type ServedFleet = Fleet & {
    readonly entry: HttpEntry;
};
/** Requests come in somewhere; else its blocks fetch their work. */
export declare function isServed(fleet: Fleet): fleet is ServedFleet;
/** Nobody could be reached through it. Where there is none, nothing has to be open. */
export declare function isEntryClosed({ entry }: Pick<Fleet, 'entry'>): boolean;
/** Why requests wait there now. */
export declare function holdingAt(entry: Entry): HttpEntry['holding'];
/** Where to meet it: `127.0.0.1:8480`, or that nobody does. Outside text. */
export declare function entryText(entry: Entry): string;
