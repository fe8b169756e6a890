/** What the crash window says, made whole by main: the page only draws it. Types alone, so that the page loads nothing. */

export interface CrashFacts {
  readonly theme: 'system' | 'dark' | 'light';
  readonly title: string;
  /** What happened, what goes on, what to do. */
  readonly sentences: readonly string[];
  /** Where the records stand. */
  readonly journal: string;
  /** The way back of each fleet that was seen last, from a terminal. */
  readonly commands: readonly { readonly fleet: string; readonly line: string }[];
  /** What was said of fleets without a command. */
  readonly without: string | null;
  readonly restart: string;
  readonly quit: string;
}

export const crashActs = ['restart', 'copy', 'quit'] as const;
export type CrashAct = (typeof crashActs)[number];

/** What its preload exposes as `window.blockyardCrash`. */
export interface CrashBridge {
  readonly facts: () => Promise<CrashFacts>;
  /** The whole redacted text that `copy` copies. */
  readonly diagnostics: () => Promise<string>;
  /** True: it was done. */
  readonly act: (act: CrashAct) => Promise<boolean>;
}
